import type { Histogram } from 'hdr-histogram-js';
import { constructorFromBucketSize } from 'hdr-histogram-js/dist/JsHistogramFactory.js';
import { bucketCount, bucketOf, highestTrackableMs, highestTrackableUs, highestUsOf } from './hdr-buckets.js';

/** How many times fell into each bucket of an HDR histogram of whole microseconds with three significant digits. */
export class MicrosecondHistogram {
  readonly #counts: Uint32Array | Float64Array;
  #total = 0;

  /** `countBits` is the size of a counter: 32 (0.1 MB in all, 4 billion times each) or 64 (0.2 MB, no limit in practice). */
  constructor(countBits: 32 | 64) {
    this.#counts = countBits === 32 ? new Uint32Array(bucketCount) : new Float64Array(bucketCount);
  }

  /** Number of recorded times. */
  get count(): number {
    return this.#total;
  }

  /** Counts a time in its bucket, as `bucketOfMs` gives it. */
  record(bucket: number): void {
    // One past the end would be lost in silence, but no bucket of a clamped time is.
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total += 1;
  }

  /** Adds everything that `other` recorded. */
  add(other: MicrosecondHistogram): void {
    const counts = this.#counts;
    for (let bucket = 0; bucket < bucketCount; bucket += 1) {
      counts[bucket] = (counts[bucket] ?? 0) + (other.#counts[bucket] ?? 0);
    }
    this.#total += other.#total;
  }

  /** Takes everything out that `other` recorded, and that was added before. */
  subtract(other: MicrosecondHistogram): void {
    const counts = this.#counts;
    for (let bucket = 0; bucket < bucketCount; bucket += 1) {
      counts[bucket] = (counts[bucket] ?? 0) - (other.#counts[bucket] ?? 0);
    }
    this.#total -= other.#total;
  }

  /** Forgets everything. */
  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }

  /**
   * The highest time, in milliseconds, of the bucket that holds the `rank`-th smallest time (from 1 to `count`), so never
   * below the time itself and at most 0.1 % (or half a microsecond) above.
   */
  valueAtRankMs(rank: number): number {
    let below = 0;
    for (let bucket = 0; bucket < bucketCount; bucket += 1) {
      below += this.#counts[bucket] ?? 0;
      if (below >= rank) return highestUsOf(bucket) / 1000;
    }
    return highestTrackableMs;
  }

  /** The same as a histogram of the package that writes the standard log format. */
  toHdrHistogram(): Histogram {
    const HdrHistogram = constructorFromBucketSize(64);
    const histogram = new HdrHistogram(1, highestTrackableUs, 3);
    for (let bucket = 0; bucket < bucketCount; bucket += 1) {
      const count = this.#counts[bucket] ?? 0;
      if (count > 0) histogram.recordValueWithCount(highestUsOf(bucket), count);
    }
    return histogram;
  }
}

/**
 * The bucket of a time, to the nearest whole microsecond; one outside of the trackable range goes to its nearest end.
 *
 * @throws {RangeError} for NaN, which only a defect of ours can give and which a histogram would take in silence
 */
export function bucketOfMs(ms: number): number {
  if (Number.isNaN(ms)) throw new RangeError('a latency is NaN; wanted milliseconds');
  return bucketOf(Math.round(Math.min(Math.max(ms, 0), highestTrackableMs) * 1000));
}
