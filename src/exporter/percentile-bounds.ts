import type { MeasuredTimes } from '../latency/measured-times.js';
import { shareLimits } from '../statistics/share-limits.js';

/** Between which two times the true percentile lies, each wrong in at most 5 % of runs; null where there are too few orders. */
export interface PercentileBounds {
  readonly lowerMs: number | null;
  readonly upperMs: number | null;
}

/**
 * The order-statistic bounds of a percentile, undelivered orders counted as late: the deadline stands for all that is later.
 *
 * @param lateShare what may lie beyond it: 0.05 for p95
 */
export function percentileBounds(times: MeasuredTimes, lateShare: number): PercentileBounds {
  const n = times.count + times.undelivered;
  if (n === 0) return { lowerMs: null, upperMs: null };
  const { atMost, atLeast } = shareLimits(n, lateShare);
  const at = (rank: number) => (rank > times.count ? times.deadlineMs : times.valueAtRankMs(rank));
  return {
    lowerMs: atLeast === null ? null : at(n - atLeast + 1),
    upperMs: atMost === null ? null : at(n - atMost),
  };
}
