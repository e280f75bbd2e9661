import { highestTrackableMs } from './hdr-buckets.js';
import { bucketOfMs, type FilledBucket, MicrosecondHistogram } from './microsecond-histogram.js';

/**
 * Times of a whole run in constant memory. Count, mean and greatest time are exact; the value at a rank is at most
 * 0.1 % (or a microsecond) above the true one and never below it.
 */
export class LatencyHistogram {
  readonly #histogram = new MicrosecondHistogram(64);
  #sumMs = 0;
  #maxMs = 0;
  #clamped = 0;

  /**
   * Counts one time. A negative one is counted as 0 and one above a day as a day, and both are counted as clamped.
   *
   * @throws {RangeError} for NaN, which only a defect of ours can give
   */
  recordMs(ms: number): void {
    this.#histogram.record(bucketOfMs(ms));
    if (ms < 0 || ms > highestTrackableMs) this.#clamped += 1;
    const withinMs = Math.min(Math.max(ms, 0), highestTrackableMs);
    this.#sumMs += withinMs;
    if (withinMs > this.#maxMs) this.#maxMs = withinMs;
  }

  /** Number of recorded times. */
  get count(): number {
    return this.#histogram.count;
  }

  /** How many times were outside of the range from 0 to a day. */
  get clamped(): number {
    return this.#clamped;
  }

  /** Arithmetic mean; null while nothing is recorded. */
  get meanMs(): number | null {
    return this.count === 0 ? null : this.#sumMs / this.count;
  }

  /** The greatest recorded time; null while nothing is recorded. */
  get maxMs(): number | null {
    return this.count === 0 ? null : this.#maxMs;
  }

  /**
   * The `rank`-th smallest time, counted from 1.
   *
   * @throws {RangeError} for a rank that no recorded time has
   */
  valueAtRankMs(rank: number): number {
    if (!Number.isInteger(rank) || rank < 1 || rank > this.count) {
      throw new RangeError(`rank is ${rank}; wanted a whole number from 1 to ${this.count}`);
    }
    return Math.min(this.#histogram.valueAtRankMs(rank), this.#maxMs);
  }

  /** The buckets that hold times, the shortest times first. */
  filledBuckets(): Iterable<FilledBucket> {
    return this.#histogram.filledBuckets();
  }

  /** Adds everything that `other` recorded. */
  merge(other: LatencyHistogram): void {
    this.#histogram.add(other.#histogram);
    this.#sumMs += other.#sumMs;
    this.#maxMs = Math.max(this.#maxMs, other.#maxMs);
    this.#clamped += other.#clamped;
  }
}
