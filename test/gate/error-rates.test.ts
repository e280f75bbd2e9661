import { describe, expect, it } from 'vitest';
import { probabilityOfAtLeast } from '../../src/statistics/binomial-tail.js';
import { drawnTimesMs, lateShare, outcomeOf, simulate, type Tally } from './simulated-runs.js';

const sizes = [60, 100, 300, 1000, 3000, 10_000];
const scales = [0.9, 1, 1.1];

/**
 * More wrong verdicts than this in so many runs would come by chance in less than one of a million simulations, were the true
 * error rate 5 %. So it is the 5 % with its own sampling error, and a fixed seed makes it certain.
 */
function mostWrong(runs: number): number {
  let wrong = Math.ceil(runs * 0.05);
  while (probabilityOfAtLeast(wrong + 1, runs, 0.05) > 1e-6) wrong += 1;
  return wrong;
}

/** A pass is wrong where the true p95 is at the budget or above, a fail where it is at the budget or below. */
function wrongVerdicts({ pass, fail }: Tally, scale: number): { pass: number; fail: number } {
  return { pass: scale >= 1 ? pass : 0, fail: scale <= 1 ? fail : 0 };
}

describe('over simulated runs', () => {
  const runs = 10_000;
  const bound = mostWrong(runs);

  it('of 10,000 a cell, five per cent with their sampling error are six', () => {
    expect(bound / runs).toBeGreaterThan(0.05);
    expect(bound / runs).toBeLessThan(0.062);
  });

  it.each(sizes.flatMap((n) => scales.map((scale) => ({ n, scale }))))(
    'no more than that are judged wrongly: $n orders, true p95 $scale of the budget',
    ({ n, scale }) => {
      const tally = simulate(runs, n, scale);
      const wrong = wrongVerdicts(tally, scale);
      expect(tally.pass + tally.fail + tally.inconclusive).toBe(runs);
      expect(wrong.pass).toBeLessThanOrEqual(bound);
      expect(wrong.fail).toBeLessThanOrEqual(bound);
    },
  );

  it('most are decided, and rightly, where there are enough orders', () => {
    expect(simulate(runs, 10_000, 0.9).pass).toBeGreaterThan(0.99 * runs);
    expect(simulate(runs, 10_000, 1.1).fail).toBeGreaterThan(0.99 * runs);
  });

  it('of drawn delivery times, the same holds: the number of late orders is all that counts', () => {
    const few = 400;
    for (const [n, scale] of [
      [60, 1],
      [100, 1.1],
      [300, 1],
      [300, 0.9],
    ] as const) {
      const tally: Tally = { pass: 0, fail: 0, inconclusive: 0 };
      for (let run = 0; run < few; run += 1) tally[outcomeOf(drawnTimesMs(n, scale, run))] += 1;
      const wrong = wrongVerdicts(tally, scale);
      expect(Math.max(wrong.pass, wrong.fail)).toBeLessThanOrEqual(mostWrong(few));
    }
  });

  it('the curve is what it is said to be: five per cent are late at the budget', () => {
    expect(lateShare(1)).toBeCloseTo(0.05, 12);
    expect(lateShare(0.9)).toBeLessThan(0.05);
    const times = drawnTimesMs(20_000, 1, 7).toSorted((a, b) => a - b);
    expect((times[10_000] ?? 0) / 12_000).toBeCloseTo(1, 1);
    expect((times[19_000] ?? 0) / 45_000).toBeCloseTo(1, 1);
  });
});
