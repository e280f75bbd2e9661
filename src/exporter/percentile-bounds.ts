import type { MeasuredTimes } from '../latency/measured-times.js';
import { percentileRanks } from '../statistics/percentile-ranks.js';

/** Between which two times the true percentile lies, each wrong in at most 5 % of runs; null where there are too few orders. */
export interface PercentileBounds {
  readonly lowerMs: number | null;
  readonly upperMs: number | null;
}

/**
 * The order-statistic bounds of a percentile, undelivered orders counted as late: the deadline stands for all that is later.
 *
 * @param late what share may lie beyond it: 0.05 for p95
 */
export function percentileBounds(times: MeasuredTimes, late: number): PercentileBounds {
  const n = times.count + times.undelivered;
  if (n === 0) return { lowerMs: null, upperMs: null };
  const { lower, upper } = percentileRanks(n, late);
  const at = (rank: number) => (rank > times.count ? times.deadlineMs : times.valueAtRankMs(rank));
  return {
    lowerMs: lower === null ? null : at(lower),
    upperMs: upper === null ? null : at(upper),
  };
}
