import type { ChanceStream } from './chance-stream.js';
import { RankDraw } from './rank-draw.js';
import type { RunDraw } from './run-draw.js';
import type { SampleTimes } from './run-sample.js';

/** Times are told apart by their logarithm, which a time of zero would not have. */
const leastMs = 0.001;

/** The logarithm of a time in milliseconds. */
export function logMs(ms: number): number {
  return Math.log(Math.max(ms, leastMs));
}

/**
 * Resamples a percentile of one run, as logarithms of milliseconds. The orders that a draw finds below the true percentile tell
 * the two neighbours between which it lies. Past the last order nothing is known, and an undelivered one is later than any time.
 *
 * @param times with at least one order
 * @param quantile above 0, below 1
 */
export function percentileDraw(times: SampleTimes, quantile: number): RunDraw {
  const n = times.count + times.undelivered;
  const below = new RankDraw(n, quantile);
  // Some thousand draws meet few different ranks, and a histogram is searched for each.
  const known = new Map<number, number>();
  const at = (rank: number): number => {
    if (rank < 1) return Number.NEGATIVE_INFINITY;
    if (rank > times.count) return Number.POSITIVE_INFINITY;
    const before = known.get(rank);
    if (before !== undefined) return before;
    const log = logMs(times.valueAtRankMs(rank));
    known.set(rank, log);
    return log;
  };
  return {
    beyond: logMs(times.deadlineMs),
    next(chance: ChanceStream) {
      const rank = below.next(chance);
      return { low: at(rank), high: at(rank + 1) };
    },
  };
}
