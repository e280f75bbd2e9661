import { formatDuration } from '../profile/duration.js';
import type { Objective } from '../profile/objective.js';
import { burnTiers } from './burn-tiers.js';

/** A sentence for each pair of windows that an objective can't be watched by. */
export function refusedTierLines(objectives: readonly Objective[]): string[] {
  return objectives.flatMap((objective) =>
    burnTiers(objective).refused.map(
      ({ longMs, factor, why }) =>
        `"${objective.text}" gets no alert on a burn of ${factor} in ${formatDuration(longMs)}: ${why}`,
    ),
  );
}
