import { describe, expect, it } from 'vitest';
import { BudgetHistory, budgetRemaining } from '../../src/objectives/budget-history.js';

const dayMs = 86_400_000;

describe('the error budget', () => {
  it('is untouched without orders and without bad ones', () => {
    expect(budgetRemaining({ good: 0, bad: 0 }, 0.95)).toBe(1);
    expect(budgetRemaining({ good: 1000, bad: 0 }, 0.95)).toBe(1);
  });

  it('is half spent when half of the orders that may be bad are', () => {
    expect(budgetRemaining({ good: 975, bad: 25 }, 0.95)).toBeCloseTo(0.5, 12);
  });

  it('is overspent beyond that', () => {
    expect(budgetRemaining({ good: 850, bad: 150 }, 0.95)).toBeCloseTo(-2, 12);
  });
});

describe('the history of an objective', () => {
  it('forgets what is older than its period, and remembers what is not', () => {
    const history = new BudgetHistory(7 * dayMs);
    for (let day = 0; day <= 10; day += 1)
      history.note(day * dayMs, { good: 100 * day, bad: day < 2 ? day : 2 });
    // The period that ends on day 10 began on day 3, when two bad orders were counted.
    expect(history.over({ good: 1000, bad: 2 })).toEqual({ good: 700, bad: 0 });
    expect(history.steps.map(({ atMs }) => atMs / dayMs)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('takes the same memory however often it is looked at', () => {
    const history = new BudgetHistory(dayMs);
    for (let atMs = 0; atMs < 3 * dayMs; atMs += 1_000) history.note(atMs, { good: atMs, bad: 0 });
    expect(history.steps.length).toBe(721);
  });

  it('goes on with the steps of an earlier process', () => {
    const first = new BudgetHistory(dayMs);
    first.note(0, { good: 5, bad: 1 });
    const second = new BudgetHistory(dayMs, first.steps);
    expect(second.over({ good: 10, bad: 2 })).toEqual({ good: 5, bad: 1 });
  });
});
