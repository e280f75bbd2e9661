import { formatDuration } from '../../src/profile/duration.js';
import type { Objective } from '../../src/profile/objective.js';
import { burnTiers } from '../../src/rules/burn-tiers.js';
import { windowsOf } from '../../src/rules/objective-rules.js';
import { colours } from '../colours.js';
import type { Step } from '../dashboard-plan.js';

const hourMs = 3_600_000;
/** More lines than these can't be told apart on a graph. */
const shownMs: readonly number[] = [hourMs / 12, hourMs, 6 * hourMs, 24 * hourMs, 72 * hourMs];

/** Over which times the burn rate of an objective is shown: some of those that the rules record, from the sharpest to the calmest. */
export function burnWindowsMs(objective: Objective): readonly number[] {
  return windowsOf(objective).filter((windowMs) => shownMs.includes(windowMs));
}

/** A warning where the budget will not last; bad from the lowest burn rate on for which somebody is woken, if anybody is. */
export function burnSteps(objective: Objective): readonly Step[] {
  const pages = burnTiers(objective).tiers.filter(({ severity }) => severity === 'page');
  const lowest = Math.min(...pages.map(({ factor }) => factor));
  return [
    { from: null, colour: colours.good },
    { from: 1, colour: colours.warning },
    ...(pages.length === 0 ? [] : [{ from: lowest, colour: colours.bad }]),
  ];
}

/** From which burn rates on somebody is told: `Told of: 3.36 over 1h (page), 1 over 1d (ticket).` */
export function alertsInWords(objective: Objective): string {
  const tiers = burnTiers(objective).tiers.map(
    ({ factor, longMs, severity }) => `${factor} over ${formatDuration(longMs)} (${severity})`,
  );
  return tiers.length === 0 ? 'No alert tells of it.' : `Alerts tell of ${tiers.join(', ')}.`;
}
