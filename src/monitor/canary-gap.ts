import type { MonitorProfile } from '../profile/profile.js';
import { randomSource } from '../random.js';

/**
 * How long order `seq` of a monitor is due after the one before it, in milliseconds: drawn evenly around the interval, so that the
 * orders wander through the minute and nothing that happens regularly synchronises with them. Same seed, same gaps.
 */
export function canaryGapMs({ everyMs, jitter }: MonitorProfile, seed: number, seq: number): number {
  const draw = randomSource(seed, 'canary gap').uniform(seq);
  return everyMs * (1 + jitter * (2 * draw - 1));
}
