import { build, type Histogram } from 'hdr-histogram-js';

/** Values above a day are counted as a day: far past any deadline, and it keeps a histogram at 28,000 buckets. */
export const highestTrackableMs = 86_400_000;

/**
 * An empty HDR histogram of whole microseconds with three significant digits: a bucket is at most 0.1 % wide.
 *
 * @param countBits size of a bucket's counter: 32 (0.1 MB in all, 2 billion values) or 64 (0.2 MB, no limit in practice)
 */
export function microsecondHistogram(countBits: 32 | 64): Histogram {
  return build({
    bitBucketSize: countBits,
    lowestDiscernibleValue: 1,
    highestTrackableValue: highestTrackableMs * 1000,
    numberOfSignificantValueDigits: 3,
    autoResize: false,
  });
}

/**
 * Whole microseconds for a time within the trackable range; times outside of it go to its nearest end.
 *
 * @throws {RangeError} for NaN, which only a defect of ours can give and which a histogram would take in silence
 */
export function clampedMicroseconds(ms: number): number {
  if (Number.isNaN(ms)) throw new RangeError('a latency is NaN; wanted milliseconds');
  return Math.round(Math.min(Math.max(ms, 0), highestTrackableMs) * 1000);
}

/**
 * The highest value, in milliseconds, of the bucket that holds the `rank`-th smallest value, so never below the value
 * itself and at most 0.1 % (or half a microsecond) above.
 *
 * The package finds a percentile by the rank `ceil(percentile / 100 · n)` less a unit in the last place, which floating
 * point can push over a whole number. Asked for the middle between two ranks, it has no whole number near to miss.
 */
export function valueAtRankMs(histogram: Histogram, rank: number): number {
  return histogram.getValueAtPercentile(((rank - 0.5) / histogram.totalCount) * 100) / 1000;
}
