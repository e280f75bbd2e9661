import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  nextMove,
  resolution,
  type SearchAnswer,
  type SearchRange,
  type StepOutcome,
  type TriedRate,
} from '../../src/capacity/rate-search.js';
import { randomSource } from '../../src/random.js';

/** No search of these tests needs more steps. */
const mostSteps = 60;
const rounding = 1.005;
const runs = { seed: 20_261_121, numRuns: 1_000 };

/** Searches in a system that is told by a function; gives the answer and what was measured on the way. */
function searched(range: SearchRange, system: (rate: number, step: number) => StepOutcome) {
  const tried: TriedRate[] = [];
  while (tried.length < mostSteps) {
    const move = nextMove(tried, range);
    if (move.kind === 'answer') return { answer: move.answer, tried };
    const { ratePerSecond } = move;
    tried.push({ ratePerSecond, outcome: system(ratePerSecond, tried.length) });
  }
  throw new Error(`no answer after ${mostSteps} steps`);
}

const range = { fromPerSecond: 10, maxPerSecond: 1_000_000 };
const capacityOf = (capacity: number) => (rate: number) => (rate <= capacity ? 'held' : 'broken');

describe('the search', () => {
  it('doubles while the budgets hold, halves the distance as ratios, and asks its upper bound twice', () => {
    const { answer, tried } = searched(range, capacityOf(100));
    expect(tried.map(({ ratePerSecond }) => ratePerSecond)).toEqual([
      10, 20, 40, 80, 160, 113, 95.1, 104, 99.5, 104,
    ]);
    expect(answer).toEqual({ kind: 'capacity', heldPerSecond: 99.5, brokenPerSecond: 104 });
  });

  it('finds any capacity to 5 %, from any first rate below it', () => {
    const capacities = fc.double({ min: 1, max: 500_000, noNaN: true });
    const shares = fc.double({ min: 0.000_01, max: 1, noNaN: true });
    fc.assert(
      fc.property(capacities, shares, (capacity, share) => {
        const from = { fromPerSecond: capacity * share, maxPerSecond: 10_000_000 };
        const { answer } = searched(from, capacityOf(capacity));
        expect(answer.kind).toBe('capacity');
        if (answer.kind !== 'capacity') return;
        expect(answer.heldPerSecond).toBeLessThanOrEqual(capacity);
        expect(answer.brokenPerSecond).toBeGreaterThan(capacity);
        expect(answer.brokenPerSecond / answer.heldPerSecond).toBeLessThanOrEqual(resolution * rounding);
      }),
      runs,
    );
  });

  it('goes down when its first rate breaks, and gives up at a sixty-fourth of it', () => {
    const found = searched({ fromPerSecond: 1_000, maxPerSecond: 1_000 }, capacityOf(70));
    expect(found.answer).toEqual({ kind: 'capacity', heldPerSecond: 68.1, brokenPerSecond: 71.1 });
    const { answer, tried } = searched({ fromPerSecond: 640, maxPerSecond: 640 }, () => 'broken');
    expect(answer).toEqual({ kind: 'below', brokenPerSecond: 10 });
    expect(tried).toHaveLength(7);
  });

  it('measures nothing above the highest rate that is allowed, and says that the budgets hold there', () => {
    const { answer, tried } = searched({ fromPerSecond: 10, maxPerSecond: 55 }, () => 'held');
    expect(tried.map(({ ratePerSecond }) => ratePerSecond)).toEqual([10, 20, 40, 55]);
    expect(answer).toEqual({ kind: 'at_least', heldPerSecond: 55 });
  });

  it('tells the limit of the machine from that of the API', () => {
    const machine = (rate: number): StepOutcome => (rate <= 300 ? 'held' : 'limited');
    const { answer } = searched(range, machine) as { answer: Extract<SearchAnswer, { kind: 'machine' }> };
    expect(answer.kind).toBe('machine');
    expect(answer.heldPerSecond).toBeLessThanOrEqual(300);
    expect(answer.limitedPerSecond).toBeGreaterThan(300);
    expect(answer.limitedPerSecond / (answer.heldPerSecond ?? 0)).toBeLessThanOrEqual(resolution * rounding);
  });

  it('says so when the machine can not even offer the first rate, after a second try', () => {
    const { answer, tried } = searched(range, () => 'limited');
    expect(answer).toEqual({ kind: 'machine', heldPerSecond: null, limitedPerSecond: 10 });
    expect(tried).toHaveLength(2);
  });

  it('finds the capacity below the limit of the machine, and the limit of the machine below the capacity', () => {
    const both = (capacity: number, limit: number) => (rate: number) => {
      if (rate > limit) return 'limited';
      return rate > capacity ? 'broken' : 'held';
    };
    expect(searched(range, both(100, 500)).answer.kind).toBe('capacity');
    expect(searched(range, both(500, 100)).answer.kind).toBe('machine');
  });

  it('is not misled by one step in seven that breaks, or is held up, by chance', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.integer({ min: 20, max: 5_000 }),
        (seed, capacity) => {
          const chance = randomSource(seed, 'mishaps');
          let lastMishap = -7;
          const system = (rate: number, step: number): StepOutcome => {
            const draw = chance.uniform(step);
            if (draw > 2 / 7 || step - lastMishap < 7) return capacityOf(capacity)(rate);
            lastMishap = step;
            return draw > 1 / 7 ? 'limited' : 'broken';
          };
          const { answer } = searched(range, system);
          expect(answer.kind).toBe('capacity');
          if (answer.kind !== 'capacity') return;
          expect(answer.heldPerSecond).toBeLessThanOrEqual(capacity);
          expect(answer.heldPerSecond * resolution * rounding).toBeGreaterThanOrEqual(capacity);
        },
      ),
      runs,
    );
  });

  it('says the same whatever order its steps are told in', () => {
    const { answer, tried } = searched(range, capacityOf(100));
    expect(nextMove([...tried].reverse(), range)).toEqual({ kind: 'answer', answer });
  });
});
