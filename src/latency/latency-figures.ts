import type { LatencyHistogram } from './latency-histogram.js';
import { nearestRank } from './nearest-rank.js';

/**
 * The figures of one latency as a run's report shows them, in milliseconds. Null where there is no figure: nothing was
 * observed, or the figure lies beyond the deadline, which `beyondMs` then holds.
 */
export interface LatencyFigures {
  /** Observed times. */
  readonly count: number;
  /** Orders without an end by the deadline. They count as later than it in every percentile and in the maximum. */
  readonly undelivered: number;
  readonly p50Ms: number | null;
  readonly p90Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly p999Ms: number | null;
  readonly maxMs: number | null;
  /** Null as soon as an order is undelivered: its time is not known, so no mean is. */
  readonly meanMs: number | null;
  /** The deadline, present when at least one figure is null because it lies beyond it. */
  readonly beyondMs?: number;
}

/** A figure that is known, or known only to be greater than the deadline, or not known at all (both null). */
export interface Figure {
  readonly ms: number | null;
  readonly beyondMs: number | null;
}

/** What holds times by rank: the histogram of a run or of a window. */
export interface RankedTimes {
  readonly count: number;
  valueAtRankMs(rank: number): number;
}

/**
 * The nearest-rank quantile over `times` and `undelivered` orders, each of which is later than every time in `times`.
 *
 * @param deadlineMs what undelivered orders are later than, in milliseconds
 */
export function quantileWithUndelivered(
  quantile: number,
  times: RankedTimes,
  undelivered: number,
  deadlineMs: number,
): Figure {
  const n = times.count + undelivered;
  if (n === 0) return { ms: null, beyondMs: null };
  const rank = nearestRank(quantile, n);
  if (rank > times.count) return { ms: null, beyondMs: deadlineMs };
  return { ms: times.valueAtRankMs(rank), beyondMs: null };
}

/** The figures over recorded and undelivered orders. `deadlineMs` is what undelivered orders are later than. */
export function latencyFigures(
  times: LatencyHistogram,
  undelivered: number,
  deadlineMs: number,
): LatencyFigures {
  const at = (quantile: number) => quantileWithUndelivered(quantile, times, undelivered, deadlineMs).ms;
  return {
    count: times.count,
    undelivered,
    p50Ms: at(0.5),
    p90Ms: at(0.9),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    p999Ms: at(0.999),
    maxMs: at(1),
    meanMs: undelivered > 0 ? null : times.meanMs,
    ...(undelivered > 0 ? { beyondMs: deadlineMs } : {}),
  };
}
