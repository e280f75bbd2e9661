import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { budgetForecasts, cannotPass } from '../../src/commands/budget-forecast.js';
import { orderTiming } from '../../src/contract/order-timing.js';
import { loadProfile } from '../../src/profile/load-profile.js';
import type { LoadProfile } from '../../src/profile/profile.js';
import { shippedProfileNames } from '../../src/profile/profile-file.js';
import { openLoad } from '../support/open-load.js';

/** The most expensive SKU that the shipped profiles order, in cents. */
const maxPriceCents = 2_000;

/** How many orders the stages plan in the mean: rate by time, ramps by the mean of their ends. */
function plannedOrders(load: LoadProfile): number {
  if (load.model === 'closed') return load.orders;
  const { stages } = load;
  let held = 0;
  let orders = 0;
  for (const { kind, ratePerSecond, durationMs } of stages) {
    const meanRate = kind === 'ramp' ? (held + ratePerSecond) / 2 : ratePerSecond;
    orders += (meanRate * durationMs) / 1_000;
    if (kind !== 'spike') held = ratePerSecond;
  }
  return orders;
}

describe.each(shippedProfileNames())('%s', (name) => {
  const { profile } = loadProfile(name);

  test('is named after its file and begins with the schema for editors', () => {
    expect(profile.name).toBe(name);
    expect(profile.source.startsWith('# yaml-language-server: $schema=./profile.schema.json\n')).toBe(true);
  });

  test('runs embedded, so that anybody can run it', () => {
    expect(profile.target.environment).toBe('embedded');
  });

  test('waits longer than the API takes to give an order up', () => {
    const orderTimeoutMs = orderTiming.orderTimeoutMs / profile.sandbox.speed;
    expect(profile.deadlineMs - orderTimeoutMs).toBeGreaterThanOrEqual(1_000);
  });

  test('has limits that its schedule fits into, by five standard deviations of a Poisson count', () => {
    const planned = plannedOrders(profile.load);
    const { orders, spendCents } = profile.limits;
    const spread = profile.load.model === 'open' ? 5 * Math.sqrt(planned) : 0;
    expect(orders).toBeGreaterThanOrEqual(planned + spread);
    expect(spendCents).toBe((orders ?? 0) * maxPriceCents);
    expect(profile.sandbox.balanceCents).toBeGreaterThanOrEqual(spendCents ?? 0);
  });

  test('promises success, and unless it saturates the API also times and exactly-once orders', () => {
    const metrics = profile.budgets.map(({ metric }) => metric);
    if (profile.load.model === 'closed') {
      expect(metrics).toStrictEqual(['success.rate', 'errored']);
      return;
    }
    expect(metrics).toEqual(
      expect.arrayContaining([
        'delivery.p50',
        'delivery.p95',
        ...(plannedOrders(profile.load) < 299 ? [] : ['delivery.p99' as const]),
        'success.rate',
        'idempotency.violations',
      ]),
    );
  });

  test('carries no budget that its own number of orders could not decide', () => {
    expect(budgetForecasts(profile).filter(cannotPass)).toStrictEqual([]);
  });
});

test('the demo is over in about twenty seconds: its load and its longest wait', () => {
  const { load, deadlineMs } = loadProfile('demo').profile;
  const loadMs = openLoad(load).stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
  expect(loadMs + deadlineMs).toBe(19_000);
});

test('the published profile stands on the figures as published, unscaled', () => {
  const { sandbox, budgets } = loadProfile('published').profile;
  expect([sandbox.speed, sandbox.curve]).toStrictEqual([1, 'published']);
  expect(budgets.map(({ text }) => text)).toStrictEqual([
    'delivery.p50 < 12s',
    'delivery.p95 < 45s',
    'delivery.p99 < 90s',
    'success.rate > 95%',
    'idempotency.violations == 0',
  ]);
});

test('the published times at the speed of a profile are what its comments say', () => {
  for (const name of ['steady', 'ramp', 'soak']) {
    const { sandbox, budgets } = loadProfile(name).profile;
    const thresholds = budgets.slice(0, 3).map(({ threshold }) => threshold * sandbox.speed);
    expect(thresholds).toStrictEqual([12_000, 45_000, 90_000]);
  }
});

test('no shipped profile is missing in the documentation', () => {
  const documentation = readFileSync(new URL('../../docs/profile.md', import.meta.url), 'utf8');
  expect(shippedProfileNames().filter((name) => !documentation.includes(`| \`${name}\` |`))).toStrictEqual(
    [],
  );
});
