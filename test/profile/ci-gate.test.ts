import { expect, test } from 'vitest';
import { loadProfile } from '../../src/profile/load-profile.js';
import { deliveryCurve } from '../../src/sandbox/delivery-curve.js';
import { probabilityOfAtMost } from '../../src/statistics/binomial-tail.js';
import { shareLimits } from '../../src/statistics/share-limits.js';
import { openLoad } from '../support/open-load.js';

const { profile } = loadProfile('ci-gate');
const { sandbox, budgets } = profile;
/** What the machine itself adds to each order, as the profile's comments take it. */
const ownMs = 25;
/** Of 3,000 orders one in a hundred fails, and has no time. */
const timed = 2_970;
const shares = [0.5, 0.05, 0.01] as const;

/** The share of the simulator's orders that take longer, by halving. */
function shareLaterThan(ms: number): number {
  const curve = deliveryCurve('healthy');
  let [low, high] = [0, 1];
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (curve(middle) <= ms) low = middle;
    else high = middle;
  }
  return 1 - low;
}

/** For each percentile: how many late orders pass at most, how many there are in the mean, and the chance not to pass. */
function chances(orders: number) {
  return shares.map((share, at) => {
    const limitMs = budgets[at]?.threshold ?? Number.NaN;
    const late = shareLaterThan((limitMs - ownMs) * sandbox.speed);
    const atMost = shareLimits(orders, share).atMost ?? -1;
    return { atMost, mean: Math.round(late * orders), missed: 1 - probabilityOfAtMost(atMost, orders, late) };
  });
}

test('ci-gate plans exactly 3,000 orders and is over in under a minute', () => {
  const { arrivals, stages } = openLoad(profile.load);
  const [ramp, hold] = stages;
  expect([arrivals, ramp?.durationMs, ramp?.ratePerSecond, hold?.durationMs, hold?.ratePerSecond]).toEqual([
    'uniform',
    4_000,
    100,
    28_000,
    100,
  ]);
  expect(4_000 + 28_000 + profile.deadlineMs).toBeLessThan(60_000);
});

test('its comments tell the figures of the exact test, and it passes with near certainty', () => {
  const [p50, p95, p99] = chances(timed);
  expect([p50, p95, p99].map((one) => [one?.atMost, one?.mean])).toEqual([
    [1439, 653],
    [128, 31],
    [20, 4],
  ]);
  expect([p50?.missed, p95?.missed].every((missed) => (missed ?? 1) < 1e-12)).toBe(true);
  expect(1 / (p99?.missed ?? 1)).toBeGreaterThan(4e8);
  expect(1 / (chances(1_500)[2]?.missed ?? 1)).toBeCloseTo(4_000, -3);
  expect(1 / (chances(800)[2]?.missed ?? 1)).toBeCloseTo(40, -1);
});
