import type { Profile } from '../profile/profile.js';
import { formatRate } from '../profile/rate.js';

/** From this rate on, a process that has not compiled its own code yet is late on a small machine: see docs/performance.md. */
const fastRatePerSecond = 500;

/**
 * What is to be known of a load that begins at a high rate at once, as a sentence; null for one that begins gently, or is not
 * on a schedule.
 */
export function fastStart({ load }: Profile): string | null {
  const first = load.model === 'open' ? load.stages[0] : undefined;
  if (first === undefined || first.kind === 'ramp' || first.ratePerSecond < fastRatePerSecond) return null;
  const rate = formatRate(first.ratePerSecond);
  return `begins at ${rate} at once, while foxload still warms up, and may be late: begin with a ramp like { rate: ${rate}, over: 5s }`;
}
