/**
 * The buckets of an HDR histogram of whole microseconds with three significant digits, as the package `hdr-histogram-js`
 * numbers them: 2,048 buckets of a microsecond, then 1,024 for each doubling, so that a bucket is at most 0.1 % wide. Its own
 * `recordValue` takes a logarithm, two powers and ten calls for what is three instructions here, and every order of a run is
 * recorded up to eight times.
 */
const bucketsPerDoubling = 1024;
const doublingBits = 10;
/** Whole numbers below this can be shifted as they are. */
const shiftableUs = 2 ** 31;

/** Values above a day are counted as a day: far past any deadline, and it keeps a histogram at 28,672 buckets. */
export const highestTrackableMs = 86_400_000;
export const highestTrackableUs = highestTrackableMs * 1000;

/** The bucket of a time in whole microseconds, from 0 to a day. */
export function bucketOf(us: number): number {
  if (us < shiftableUs) {
    // Below 2,048 nothing is shifted away, and the number is its own bucket.
    const shift = Math.max(0, 31 - doublingBits - Math.clz32(us));
    return (shift << doublingBits) + (us >>> shift);
  }
  // The eleven leading bits decide, and they are still there without the ten last ones.
  return bucketsPerDoubling * doublingBits + bucketOf(Math.floor(us / bucketsPerDoubling));
}

/** How many buckets there are: the last doubling is there as a whole. */
export const bucketCount =
  (Math.floor(bucketOf(highestTrackableUs) / bucketsPerDoubling) + 1) * bucketsPerDoubling;

/** The highest time that belongs to a bucket, in microseconds. */
export function highestUsOf(bucket: number): number {
  const shift = Math.max(0, (bucket >>> doublingBits) - 1);
  return (bucket - shift * bucketsPerDoubling + 1) * 2 ** shift - 1;
}
