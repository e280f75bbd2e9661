import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestRank } from '../../src/latency/nearest-rank.js';

describe('nearestRank', () => {
  it('gives the textbook ranks', () => {
    expect(nearestRank(0.5, 10)).toBe(5);
    expect(nearestRank(0.5, 11)).toBe(6);
    expect(nearestRank(0.95, 100)).toBe(95);
    expect(nearestRank(0.99, 100)).toBe(99);
    expect(nearestRank(0.99, 101)).toBe(100);
    expect(nearestRank(0.999, 1000)).toBe(999);
    expect(nearestRank(1, 7)).toBe(7);
    expect(nearestRank(0.5, 1)).toBe(1);
  });

  it('stays on a whole number that floating point oversteps', () => {
    expect(0.07 * 100).toBeGreaterThan(7);
    expect(nearestRank(0.07, 100)).toBe(7);
    expect(0.55 * 100).toBeGreaterThan(55);
    expect(nearestRank(0.55, 100)).toBe(55);
  });

  it('equals the ceiling in whole-number arithmetic for every quantile and size', () => {
    const quantileParts = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(quantileParts, fc.integer({ min: 1, max: 2 ** 32 }), (perMille, n) => {
        const exact = (BigInt(perMille) * BigInt(n) + 999n) / 1000n;
        expect(nearestRank(perMille / 1000, n)).toBe(Number(exact));
      }),
      { seed: 11, numRuns: 2000 },
    );
  });

  it('refuses quantiles and sizes that have no rank', () => {
    expect(() => nearestRank(0, 5)).toThrow('quantile is 0; wanted 0 < q <= 1');
    expect(() => nearestRank(1.01, 5)).toThrow('quantile is 1.01');
    expect(() => nearestRank(Number.NaN, 5)).toThrow('quantile is NaN');
    expect(() => nearestRank(0.5, 0)).toThrow('n is 0; wanted a whole number from 1');
    expect(() => nearestRank(0.5, 1.5)).toThrow('n is 1.5');
  });
});
