import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from '../../src/latency/latency-histogram.js';
import { times } from './times.js';

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const ms of values) histogram.recordMs(ms);
  return histogram;
}

describe('LatencyHistogram', () => {
  it('knows nothing while it is empty', () => {
    const histogram = new LatencyHistogram();
    expect(histogram.count).toBe(0);
    expect(histogram.meanMs).toBeNull();
    expect(histogram.maxMs).toBeNull();
    expect(() => histogram.valueAtRankMs(1)).toThrow('rank is 1; wanted a whole number from 1 to 0');
  });

  it('gives small whole microseconds back exactly', () => {
    const histogram = histogramOf([0.003, 0.001, 2, 0.002]);
    expect([1, 2, 3, 4].map((rank) => histogram.valueAtRankMs(rank))).toEqual([0.001, 0.002, 0.003, 2]);
  });

  it('keeps mean and maximum exact where buckets are wide', () => {
    const histogram = histogramOf([45_000.25, 12_345.75, 299_999.5]);
    expect(histogram.maxMs).toBe(299_999.5);
    expect(histogram.meanMs).toBe((45_000.25 + 12_345.75 + 299_999.5) / 3);
    expect(histogram.valueAtRankMs(3)).toBe(299_999.5);
  });

  it('counts a negative time as 0 and one above a day as a day, and says how many', () => {
    const histogram = histogramOf([-5, 10, 86_400_001, Number.POSITIVE_INFINITY]);
    expect(histogram.count).toBe(4);
    expect(histogram.clamped).toBe(3);
    expect(histogram.valueAtRankMs(1)).toBe(0);
    expect(histogram.maxMs).toBe(86_400_000);
    expect(histogram.valueAtRankMs(4)).toBe(86_400_000);
    expect(histogram.meanMs).toBe((10 + 2 * 86_400_000) / 4);
  });

  it('refuses NaN and counts nothing for it', () => {
    const histogram = new LatencyHistogram();
    expect(() => histogram.recordMs(Number.NaN)).toThrow('a latency is NaN; wanted milliseconds');
    expect(histogram.count).toBe(0);
    expect(histogram.clamped).toBe(0);
  });

  it('finds every rank at most 0.1 % above the sorted list and never below it', () => {
    fc.assert(
      fc.property(times, (values) => {
        const histogram = histogramOf(values);
        const sorted = [...values].sort((a, b) => a - b);
        sorted.forEach((trueMs, index) => {
          const foundMs = histogram.valueAtRankMs(index + 1);
          expect(foundMs).toBeGreaterThanOrEqual(trueMs - 0.0005001);
          expect(foundMs).toBeLessThanOrEqual(trueMs * 1.001 + 0.0005001);
        });
      }),
      { seed: 21, numRuns: 200 },
    );
  });

  it('merges into what one histogram of all times would say', () => {
    fc.assert(
      fc.property(times, times, (some, others) => {
        const merged = histogramOf(some);
        merged.merge(histogramOf(others));
        const all = histogramOf([...some, ...others]);
        expect(merged.count).toBe(all.count);
        expect(merged.maxMs).toBe(all.maxMs);
        expect(merged.meanMs).toBeCloseTo(all.meanMs ?? 0, 6);
        for (let rank = 1; rank <= all.count; rank += 1) {
          expect(merged.valueAtRankMs(rank)).toBe(all.valueAtRankMs(rank));
        }
      }),
      { seed: 22, numRuns: 50 },
    );
  });
});
