import { describe, expect, it } from 'vitest';
import { probabilityOfAtLeast, probabilityOfAtMost } from '../../src/statistics/binomial-tail.js';
import { leastSample, maxLeastSample } from '../../src/statistics/least-sample.js';
import { shareLimits } from '../../src/statistics/share-limits.js';

describe('the limits of a test on a share', () => {
  it.each([
    ['p50', 0.5, 473, 527],
    ['p95', 0.05, 38, 63],
    ['p99', 0.01, 4, 16],
  ])('of 1,000 orders, %s passes with at most and fails from', (_, share, atMost, atLeast) => {
    expect(shareLimits(1000, share)).toEqual({ atMost, atLeast });
  });

  it.each([
    ['p50', 0.5, 5],
    ['p95', 0.05, 59],
    ['p99', 0.01, 299],
    ['p99.9', 0.001, 2995],
  ])('%s can pass from its least number of orders on, and not with one less', (_, share, least) => {
    expect(leastSample(share)).toBe(least);
    expect(shareLimits(least, share).atMost).toBe(0);
    expect(shareLimits(least - 1, share).atMost).toBeNull();
  });

  it('are the outermost that are wrong in at most 5 %, for every size up to 400 and for large ones', () => {
    for (const n of [...Array.from({ length: 400 }, (_, i) => i + 1), 5000, 77_777, 1e6, 1e8]) {
      for (const share of [0.5, 0.05, 0.001]) {
        const { atMost, atLeast } = shareLimits(n, share);
        const few = atMost ?? -1;
        const many = atLeast ?? n + 1;
        expect(probabilityOfAtMost(few, n, share)).toBeLessThanOrEqual(0.05);
        expect(probabilityOfAtMost(few + 1, n, share)).toBeGreaterThan(0.05);
        expect(probabilityOfAtLeast(many, n, share)).toBeLessThanOrEqual(0.05);
        expect(probabilityOfAtLeast(many - 1, n, share)).toBeGreaterThan(0.05);
      }
    }
  });

  it('of a sample of none decide nothing', () => {
    expect(shareLimits(0, 0.05)).toEqual({ atMost: null, atLeast: null });
  });

  it('of a single order can only say that it was bad, where bad ones are rare', () => {
    expect(shareLimits(1, 0.05)).toEqual({ atMost: null, atLeast: 1 });
    expect(shareLimits(1, 0.5)).toEqual({ atMost: null, atLeast: null });
  });
});

describe('the least sample', () => {
  it('is the first that can pass at all, for every share in steps of a thousandth', () => {
    for (let thousandths = 1; thousandths < 1000; thousandths += 1) {
      const share = thousandths / 1000;
      const least = leastSample(share);
      expect([share, shareLimits(least, share).atMost, shareLimits(least - 1, share).atMost]).toEqual([
        share,
        0,
        null,
      ]);
    }
  });

  it('ends at a hundred million', () => {
    expect(leastSample(1e-12)).toBe(maxLeastSample);
  });
});
