import fc from 'fast-check';
import { build, type Histogram } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import { bucketCount, bucketOf, highestTrackableUs, highestUsOf } from '../../src/latency/hdr-buckets.js';
import { hdrHistogram } from '../../src/latency/hdr-histogram.js';
import { bucketOfMs, MicrosecondHistogram } from '../../src/latency/microsecond-histogram.js';

function packageHistogram(): Histogram {
  return build({
    bitBucketSize: 64,
    lowestDiscernibleValue: 1,
    highestTrackableValue: highestTrackableUs,
    numberOfSignificantValueDigits: 3,
    autoResize: false,
  });
}

/** Whole microseconds from 0 to a day, each order of magnitude as often as the others. */
const anyUs = fc
  .tuple(fc.integer({ min: 0, max: 36 }), fc.double({ min: 1, max: 2, noNaN: true }))
  .map(([power, factor]) => Math.min(highestTrackableUs, Math.floor(2 ** power * factor)));
const edgesUs = [0, 1, 1023, 1024, 2047, 2048, 2049, 4095, 4096, 2 ** 31 - 1, 2 ** 31, highestTrackableUs];

describe('the buckets of a histogram', () => {
  it('hold exactly the times that the package says are alike', () => {
    const theirs = packageHistogram();
    const check = (us: number): void => {
      theirs.reset();
      theirs.recordValue(us);
      expect(highestUsOf(bucketOf(us))).toBe(theirs.getValueAtPercentile(100));
    };
    for (const us of edgesUs) check(us);
    fc.assert(fc.property(anyUs, check), { seed: 61, numRuns: 3000 });
  });

  it('are numbered in the order of their times, without a gap', () => {
    const wrong: number[] = [];
    for (let bucket = 0; bucket < bucketOf(highestTrackableUs); bucket += 1) {
      if (bucketOf(highestUsOf(bucket)) !== bucket || bucketOf(highestUsOf(bucket) + 1) !== bucket + 1)
        wrong.push(bucket);
    }
    expect(wrong).toEqual([]);
    expect([bucketOf(0), bucketOf(highestTrackableUs) < bucketCount]).toEqual([0, true]);
  });
});

describe('MicrosecondHistogram', () => {
  it('becomes the histogram that the package makes of the same times', () => {
    fc.assert(
      fc.property(fc.array(anyUs, { maxLength: 50 }), (times) => {
        const ours = new MicrosecondHistogram(64);
        const theirs = packageHistogram();
        for (const us of times) {
          ours.record(bucketOfMs(us / 1000));
          theirs.recordValue(us);
        }
        const handedOver = hdrHistogram(ours.filledBuckets());
        expect(handedOver.totalCount).toBe(theirs.totalCount);
        for (const percentile of [0.1, 25, 50, 90, 99, 100]) {
          expect(handedOver.getValueAtPercentile(percentile)).toBe(theirs.getValueAtPercentile(percentile));
        }
        for (let rank = 1; rank <= times.length; rank += 1) {
          // The middle between two ranks, since the package's own rounding may step over a whole one.
          const percentile = ((rank - 0.5) / times.length) * 100;
          expect(ours.valueAtRankMs(rank) * 1000).toBeCloseTo(theirs.getValueAtPercentile(percentile), 3);
        }
      }),
      { seed: 62, numRuns: 200 },
    );
  });

  it.each([32, 64] as const)(
    'gives back what it had when what was added is taken out, with %i bits',
    (bits) => {
      const [first, second] = [new MicrosecondHistogram(bits), new MicrosecondHistogram(bits)];
      first.record(bucketOfMs(12));
      second.record(bucketOfMs(5));
      second.record(bucketOfMs(45_000));
      first.add(second);
      expect([first.count, first.valueAtRankMs(1)]).toEqual([3, 5.003]);
      first.subtract(second);
      expect([first.count, first.valueAtRankMs(1)]).toEqual([1, 12.007]);
      second.clear();
      expect(second.count).toBe(0);
    },
  );
});
