import { describe, expect, it } from 'vitest';
import { probabilityOfAtLeast, probabilityOfAtMost } from '../../src/statistics/binomial-tail.js';
import { shareBounds } from '../../src/statistics/share-bounds.js';
import { shareLimits } from '../../src/statistics/share-limits.js';

describe('the bounds of a share', () => {
  it('of none and of all are those of a closed formula', () => {
    for (const n of [1, 10, 59, 299, 1e8]) {
      const none = shareBounds(0, n);
      expect(none.lower).toBe(0);
      expect(none.upper / -Math.expm1(Math.log(0.05) / n)).toBeCloseTo(1, 7);
      const all = shareBounds(n, n);
      expect(all.upper).toBe(1);
      expect(all.lower).toBeCloseTo(0.05 ** (1 / n), 9);
    }
  });

  it('are those of the published tables for 10 of 100 and 5 of 10 (two-sided 90 %)', () => {
    expect(shareBounds(10, 100).lower).toBeCloseTo(0.0552, 3);
    expect(shareBounds(10, 100).upper).toBeCloseTo(0.1637, 3);
    expect(shareBounds(5, 10).lower).toBeCloseTo(0.2224, 4);
    expect(shareBounds(5, 10).upper).toBeCloseTo(0.7776, 4);
  });

  it('are where the observed count would come in 5 % of samples', () => {
    for (const [k, n] of [
      [1, 20],
      [12, 1000],
      [950, 1000],
      [49_800, 1_000_000],
      [99_999_999, 100_000_000],
    ] as const) {
      const { lower, upper } = shareBounds(k, n);
      expect(probabilityOfAtLeast(k, n, lower)).toBeCloseTo(0.05, 7);
      expect(probabilityOfAtMost(k, n, upper)).toBeCloseTo(0.05, 7);
    }
  });

  it('lie on the side of a threshold that the limits of the test say', () => {
    const [n, share] = [1000, 0.05];
    const { atMost, atLeast } = shareLimits(n, share);
    for (let k = 0; k <= 120; k += 1) {
      const { lower, upper } = shareBounds(k, n);
      expect([k, upper <= share, lower >= share]).toEqual([k, k <= (atMost ?? -1), k >= (atLeast ?? n + 1)]);
    }
  });
});
