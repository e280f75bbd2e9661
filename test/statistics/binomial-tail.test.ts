import { describe, expect, it } from 'vitest';
import { binomialProbability } from '../../src/statistics/binomial-probability.js';
import { probabilityOfAtLeast, probabilityOfAtMost } from '../../src/statistics/binomial-tail.js';
import { exactAtMost } from './exact-binomial.js';

/** By how much two numbers differ, as a share of the second. */
function relativeError(found: number, wanted: number): number {
  return wanted === 0 ? Math.abs(found) : Math.abs(found / wanted - 1);
}

const shares = [
  { share: 0.5, top: 1n, bottom: 2n },
  { share: 0.05, top: 1n, bottom: 20n },
  { share: 0.01, top: 1n, bottom: 100n },
  { share: 0.001, top: 1n, bottom: 1000n },
  { share: 0.9, top: 9n, bottom: 10n },
];

describe('the tails of a binomial distribution', () => {
  it('agree with sums of whole numbers to 12 digits, wherever the sum is not a rounding error of 1', () => {
    let checked = 0;
    for (const { share, top, bottom } of shares) {
      for (const n of [1, 2, 5, 17, 60, 101, 300]) {
        for (let k = 0; k < n; k += Math.max(1, Math.floor(n / 25))) {
          const wanted = exactAtMost(k, n, { top, bottom });
          expect(relativeError(probabilityOfAtMost(k, n, share), wanted)).toBeLessThan(1e-12);
          const upper = exactAtMost(n - k - 1, n, { top: bottom - top, bottom });
          expect(relativeError(probabilityOfAtLeast(k + 1, n, share), upper)).toBeLessThan(1e-12);
          checked += 1;
        }
      }
    }
    expect(checked).toBeGreaterThan(400);
  });

  it('agree with sums of whole numbers for a thousand orders', () => {
    for (const k of [0, 20, 37, 38, 39, 50, 62, 63, 90]) {
      const wanted = exactAtMost(k, 1000, { top: 1n, bottom: 20n });
      expect(relativeError(probabilityOfAtMost(k, 1000, 0.05), wanted)).toBeLessThan(1e-12);
    }
  });

  it('are one whole together, from ten orders to a hundred million', () => {
    for (const n of [10, 1000, 1e5, 1e7, 1e8]) {
      for (const share of [0.5, 0.05, 0.001]) {
        const deviation = Math.sqrt(n * share * (1 - share));
        for (const sigmas of [-3, -1.6, -0.3, 0, 0.7, 1.7, 4]) {
          const k = Math.max(0, Math.round(n * share + sigmas * deviation));
          const whole = probabilityOfAtMost(k, n, share) + probabilityOfAtLeast(k + 1, n, share);
          expect(Math.abs(whole - 1)).toBeLessThan(1e-12);
        }
      }
    }
  });

  it('step by exactly one probability from one number to the next, at a hundred million orders', () => {
    const [n, share] = [1e8, 0.05];
    for (const k of [4_996_400, 4_999_000]) {
      const step = probabilityOfAtMost(k, n, share) - probabilityOfAtMost(k - 1, n, share);
      expect(relativeError(step, binomialProbability(k, n, share))).toBeLessThan(1e-8);
    }
  });

  it('come near to the normal distribution at a hundred million orders', () => {
    // Half a step is the correction for whole numbers; 1.6448536 standard deviations leave 5 %.
    const [n, share] = [1e8, 0.5];
    const k = Math.round(n * share - 1.6448536 * Math.sqrt(n * share * share) - 0.5);
    expect(probabilityOfAtMost(k, n, share)).toBeCloseTo(0.05, 5);
  });

  it('are told without a sum at their ends', () => {
    expect([probabilityOfAtMost(-1, 10, 0.3), probabilityOfAtLeast(0, 10, 0.3)]).toEqual([0, 1]);
    expect([probabilityOfAtMost(10, 10, 0.3), probabilityOfAtLeast(11, 10, 0.3)]).toEqual([1, 0]);
    expect([probabilityOfAtMost(0, 10, 0), probabilityOfAtLeast(1, 10, 0)]).toEqual([1, 0]);
    expect([probabilityOfAtMost(9, 10, 1), probabilityOfAtLeast(10, 10, 1)]).toEqual([0, 1]);
    expect([probabilityOfAtMost(0, 0, 0.5), probabilityOfAtLeast(1, 0, 0.5)]).toEqual([1, 0]);
  });

  it('refuse what is no count or no probability', () => {
    expect(() => probabilityOfAtMost(1.5, 10, 0.5)).toThrow('k is 1.5 and n is 10; wanted whole numbers');
    expect(() => probabilityOfAtLeast(1, -1, 0.5)).toThrow('k is 1 and n is -1');
    expect(() => probabilityOfAtLeast(1, 10, 1.1)).toThrow('the probability is 1.1; wanted one from 0 to 1');
    expect(() => probabilityOfAtMost(1, 10, Number.NaN)).toThrow('the probability is NaN');
  });
});

describe('a single binomial probability', () => {
  it('is exact where it can be counted by hand', () => {
    expect(binomialProbability(2, 4, 0.5)).toBeCloseTo(0.375, 14);
    expect(binomialProbability(0, 3, 0.1)).toBeCloseTo(0.729, 14);
    expect(binomialProbability(3, 3, 0.1)).toBeCloseTo(0.001, 15);
    expect([binomialProbability(0, 3, 0), binomialProbability(1, 3, 0)]).toEqual([1, 0]);
    expect([binomialProbability(3, 3, 1), binomialProbability(2, 3, 1)]).toEqual([1, 0]);
  });
});
