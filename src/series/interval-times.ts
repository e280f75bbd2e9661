import { bucketCount, highestUsOf } from '../latency/hdr-buckets.js';
import { bucketOfMs } from '../latency/microsecond-histogram.js';

/** So many neighbouring buckets of a whole run's histogram are one here: 32 buckets a doubling instead of 1,024. */
const bucketsPerCoarse = 32;
const coarseBits = 5;
const coarseCount = bucketCount / bucketsPerCoarse;

/**
 * Times by the interval in which they were observed, in constant memory: 3.6 KB an interval. The value at a rank is at most
 * 3.2 % (or 32 microseconds) above the true one and never below it. That is enough for a line over time; what budgets are
 * judged by is kept whole elsewhere.
 */
export class IntervalTimes {
  readonly #counts: Uint32Array;
  readonly #totals: Float64Array;

  /** `intervals` is how many there are at most. */
  constructor(private readonly intervals: number) {
    this.#counts = new Uint32Array(intervals * coarseCount);
    this.#totals = new Float64Array(intervals);
  }

  /** Counts one time. */
  record(interval: number, ms: number): void {
    const bucket = interval * coarseCount + (bucketOfMs(ms) >>> coarseBits);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#totals[interval] = (this.#totals[interval] ?? 0) + 1;
  }

  /** How many times were observed in the interval. */
  count(interval: number): number {
    return this.#totals[interval] ?? 0;
  }

  /** The `rank`-th smallest time of the interval, in milliseconds, counted from 1; null where it has none of that rank. */
  valueAtRankMs(interval: number, rank: number): number | null {
    const from = interval * coarseCount;
    let below = 0;
    for (let bucket = 0; bucket < coarseCount; bucket += 1) {
      below += this.#counts[from + bucket] ?? 0;
      if (below >= rank) return highestUsOf((bucket + 1) * bucketsPerCoarse - 1) / 1000;
    }
    return null;
  }

  /** Joins each interval with the one after it: the first half of the intervals then holds what all of them held. */
  halve(): void {
    const counts = this.#counts;
    const half = this.intervals / 2;
    for (let interval = 0; interval < half; interval += 1) {
      const [to, left] = [interval * coarseCount, 2 * interval * coarseCount];
      for (let bucket = 0; bucket < coarseCount; bucket += 1)
        counts[to + bucket] = (counts[left + bucket] ?? 0) + (counts[left + coarseCount + bucket] ?? 0);
      this.#totals[interval] = this.count(2 * interval) + this.count(2 * interval + 1);
    }
    counts.fill(0, half * coarseCount);
    this.#totals.fill(0, half);
  }
}
