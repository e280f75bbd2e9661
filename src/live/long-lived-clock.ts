import { type Clock, monotonicClock } from '../clock.js';

/**
 * The clock of a process that lives for weeks. Intervals are those of the monotonic clock, as everywhere. Dates are taken from the
 * system's clock anew each time: a machine that slept, or whose date was corrected, would otherwise call every webhook's
 * signature too old for ever.
 */
export const longLivedClock: Clock = {
  nowMs: monotonicClock.nowMs,
  wallMs: (atMs) => Date.now() - (monotonicClock.nowMs() - atMs),
};
