import { describe, expect, it } from 'vitest';
import { decidingOrders, stepPlan } from '../../src/capacity/step-plan.js';
import { parseBudget } from '../../src/profile/budget.js';
import type { OpenLoad } from '../../src/profile/profile.js';
import { profileOf } from '../run/rig.js';

const minute = { stages: [{ rate: '1/s', for: '1m' }] };

function planOf(
  rate: number,
  budgets: readonly string[],
  parts = {},
  arrivals: OpenLoad['arrivals'] = 'poisson',
) {
  const profile = { name: 'plan', load: minute, orders: [{ sku: 'psn-tr-100' }], budgets, ...parts };
  return stepPlan(profileOf(profile), arrivals, rate);
}

describe('the fewest orders that decide a budget', () => {
  it.each([
    ['delivery.p50 < 12s', 5],
    ['delivery.p95 < 45s', 59],
    ['delivery.p99 < 90s', 299],
    ['service.p999 < 5m', 2_995],
    ['success.rate > 95%', 59],
    ['success.rate >= 99%', 299],
    ['failures.rate < 1%', 299],
    ['success.rate > 0%', 1],
    ['failures.rate <= 0%', 1],
    ['failures.rate < 0.001%', 30_000],
    ['delivery.within(45s) >= 95%', 59],
    ['idempotency.violations == 0', 1],
    ['delivery.max < 2m', 1],
  ])('%s: %i', (text, orders) => {
    expect(decidingOrders(parseBudget(text))).toBe(orders);
  });
});

describe('a step', () => {
  it('warms up for the longest time that its budgets allow, and is measured twice as long at least', () => {
    const plan = planOf(10_000, ['delivery.p50 < 12s', 'delivery.p99 < 90s']);
    expect(plan).toEqual({ ratePerSecond: 10_000, warmupMs: 90_000, measuredMs: 180_000 });
  });

  it('has five times the orders that decide its budgets, and enough to see a queue grow', () => {
    expect(planOf(100, ['delivery.p95 < 450ms']).measuredMs).toBe(15_000);
    expect(planOf(100, ['delivery.p999 < 900ms']).measuredMs).toBe(149_750);
  });

  it('needs fewer orders where arrivals are even, because chance makes no queue', () => {
    expect(planOf(50, ['delivery.p95 < 450ms'], {}, 'uniform').measuredMs).toBe(6_000);
  });

  it('lasts three seconds at least, with a second before', () => {
    const plan = planOf(50_000, ['delivery.p95 < 450ms']);
    expect([plan.warmupMs, plan.measuredMs]).toEqual([1_000, 3_000]);
  });

  it('warms up for the deadline where no budget speaks of a time, and never longer', () => {
    expect(planOf(1_000, ['success.rate > 95%'], { deadline: '7s' }).warmupMs).toBe(7_000);
    expect(planOf(1_000, ['delivery.p95 < 45s'], { deadline: '7s' }).warmupMs).toBe(7_000);
  });
});
