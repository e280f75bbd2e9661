import { bucketCount, bucketOf, highestTrackableMs, highestUsOf } from './hdr-buckets.js';

/** Buckets whose counts are summed up beside them, so that a rank is found by some hundred steps and not by 28,000. */
const stretchBuckets = 256;
const stretchCount = Math.ceil(bucketCount / stretchBuckets);

/** How many times fell into a bucket, and the highest that it can hold, in microseconds. */
export interface FilledBucket {
  readonly highestUs: number;
  readonly count: number;
}

/** How many times fell into each bucket of an HDR histogram of whole microseconds with three significant digits. */
export class MicrosecondHistogram {
  readonly #counts: Uint32Array | Float64Array;
  /** How many times fell into each stretch of buckets. */
  readonly #stretches = new Float64Array(stretchCount);
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
    const stretch = (bucket / stretchBuckets) | 0;
    this.#stretches[stretch] = (this.#stretches[stretch] ?? 0) + 1;
    this.#total += 1;
  }

  /** Adds everything that `other` recorded. */
  add(other: MicrosecondHistogram): void {
    this.#combine(other, 1);
  }

  /** Takes everything out that `other` recorded, and that was added before. */
  subtract(other: MicrosecondHistogram): void {
    this.#combine(other, -1);
  }

  /** Forgets everything. */
  clear(): void {
    this.#counts.fill(0);
    this.#stretches.fill(0);
    this.#total = 0;
  }

  /**
   * The highest time, in milliseconds, of the bucket that holds the `rank`-th smallest time (from 1 to `count`), so never
   * below the time itself and at most 0.1 % (or half a microsecond) above.
   */
  valueAtRankMs(rank: number): number {
    let below = 0;
    let stretch = 0;
    for (; stretch < stretchCount - 1 && below + (this.#stretches[stretch] ?? 0) < rank; stretch += 1)
      below += this.#stretches[stretch] ?? 0;
    for (let bucket = stretch * stretchBuckets; bucket < bucketCount; bucket += 1) {
      below += this.#counts[bucket] ?? 0;
      if (below >= rank) return highestUsOf(bucket) / 1000;
    }
    return highestTrackableMs;
  }

  #combine(other: MicrosecondHistogram, sign: 1 | -1): void {
    for (let stretch = 0; stretch < stretchCount; stretch += 1) {
      const times = other.#stretches[stretch] ?? 0;
      if (times > 0) this.#combineStretch(other, stretch, sign);
      this.#stretches[stretch] = (this.#stretches[stretch] ?? 0) + sign * times;
    }
    this.#total += sign * other.#total;
  }

  #combineStretch(other: MicrosecondHistogram, stretch: number, sign: 1 | -1): void {
    const end = Math.min((stretch + 1) * stretchBuckets, bucketCount);
    for (let bucket = stretch * stretchBuckets; bucket < end; bucket += 1)
      this.#counts[bucket] = (this.#counts[bucket] ?? 0) + sign * (other.#counts[bucket] ?? 0);
  }

  /** The buckets that hold times, the shortest times first. */
  *filledBuckets(): Generator<FilledBucket> {
    for (let bucket = 0; bucket < bucketCount; bucket += 1) {
      const count = this.#counts[bucket] ?? 0;
      if (count > 0) yield { highestUs: highestUsOf(bucket), count };
    }
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
