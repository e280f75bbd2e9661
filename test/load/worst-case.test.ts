import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivalSchedule } from '../../src/load/arrival-schedule.js';
import { orderMix } from '../../src/load/order-mix.js';
import {
  allowedWorstCaseCents,
  maxCountedOrders,
  orderCostCents,
  worstCaseCents,
} from '../../src/load/worst-case.js';
import type { Profile } from '../../src/profile/profile.js';
import { readProfile } from '../../src/profile/read-profile.js';
import { openLoad } from '../support/open-load.js';

/** Ten orders in a second, evenly, of one piece each; `parts` in the form of the file put in. */
function profileOf(parts: Readonly<Record<string, unknown>> = {}): Profile {
  const plain = {
    name: 'worst',
    load: { arrivals: 'uniform', stages: [{ rate: '10/s', for: '1s' }] },
    orders: [{ sku: 'psn-tr-100' }],
  };
  return readProfile(JSON.stringify({ ...plain, ...parts }), 'worst.yaml');
}

function production(
  limits: Readonly<Record<string, unknown>>,
  parts: Readonly<Record<string, unknown>> = {},
) {
  const skus = { 'psn-tr-100': '5 USD', 'steam-us-20': '20.01 USD' };
  return profileOf({
    target: { environment: 'production' },
    limits: { orders: 100, spend: '100000 USD', skus, ...limits },
    ...parts,
  });
}

describe('what one order costs at worst', () => {
  test.each([
    [1, false, 420],
    [3, false, 3 * 420],
    // The order, its twin, and two pieces where one was ordered.
    [1, true, (1 + 1 + 2) * 420],
    // The order, its twin, and one piece less.
    [3, true, (3 + 3 + 2) * 420],
  ])('%i pieces, replayed: %s', (quantity, replayed, cents) => {
    expect(orderCostCents({ sku: 'psn-tr-100', quantity, weight: 1 }, 420, replayed)).toBe(cents);
  });
});

describe('what a run costs at worst', () => {
  test('every order of the schedule, at its price', () => {
    expect(worstCaseCents(profileOf(), [420])).toBe(10 * 420);
  });

  test('every piece of every order', () => {
    expect(worstCaseCents(profileOf({ orders: [{ sku: 'psn-tr-100', quantity: 4 }] }), [420])).toBe(40 * 420);
  });

  test('every replay as if it were sold', () => {
    expect(worstCaseCents(profileOf({ replays: '100%' }), [420])).toBe(10 * 4 * 420);
  });

  test('no more orders than the limit', () => {
    expect(worstCaseCents(profileOf({ limits: { orders: 7 } }), [420])).toBe(7 * 420);
  });

  test('the canary of production comes before the schedule, within the limit of orders', () => {
    expect(worstCaseCents(production({}), [420])).toBe(11 * 420);
    expect(worstCaseCents(production({ orders: 10 }), [420])).toBe(10 * 420);
    expect(worstCaseCents(production({ orders: 1 }), [420])).toBe(420);
  });

  test('never more than the spend limit, and exactly that much where the schedule would pass it', () => {
    expect(worstCaseCents(profileOf({ limits: { spend: '42 USD' } }), [420])).toBe(4_200);
    expect(worstCaseCents(profileOf({ limits: { spend: '41.99 USD' } }), [420])).toBe(4_199);
    expect(worstCaseCents(profileOf({ limits: { spend: '42.01 USD' } }), [420])).toBe(4_200);
  });

  test('a schedule too long to be counted reaches the spend limit, and without one has no bound', () => {
    const load = { stages: [{ rate: '1000000/s', for: '366d' }] };
    expect(worstCaseCents(profileOf({ load, limits: { spend: '9000000000 USD' } }), [1])).toBe(
      900_000_000_000,
    );
    expect(worstCaseCents(profileOf({ load }), [1])).toBe(null);
    expect(worstCaseCents(profileOf({ load, limits: { orders: maxCountedOrders } }), [1])).toBe(
      maxCountedOrders,
    );
  });
});

describe('the worst case before prices are known', () => {
  test('stands on the highest prices that are allowed', () => {
    expect(allowedWorstCaseCents(production({}))).toBe(11 * 500);
    const orders = [{ sku: 'steam-us-20', quantity: 2 }];
    expect(allowedWorstCaseCents(production({}, { orders }))).toBe(11 * 2 * 2_001);
  });

  test('is the spend limit without such a list, and unknown without both', () => {
    expect(allowedWorstCaseCents(profileOf({ limits: { spend: '12.34 USD' } }))).toBe(1_234);
    expect(allowedWorstCaseCents(profileOf())).toBe(null);
  });
});

test('the example of real money in the documentation costs what it says', () => {
  const guide = readFileSync(new URL('../../docs/reliability.md', import.meta.url), 'utf8');
  const [, example = ''] = /```yaml\n(name: evening-peak\n[\s\S]*?)```/.exec(guide) ?? [];
  expect(allowedWorstCaseCents(readProfile(example, 'docs/reliability.md'))).toBe(15_000);
  expect(guide).toContain('--confirm-spend "150 USD"');
});

const anyRun = fc.record({
  seed: fc.nat(1_000),
  environment: fc.constantFrom('embedded', 'production'),
  arrivals: fc.constantFrom('uniform', 'poisson'),
  rate: fc.integer({ min: 1, max: 200 }),
  replays: fc.constantFrom('0%', '1%', '50%', '100%'),
  maxOrders: fc.option(fc.integer({ min: 1, max: 300 })),
  spendCents: fc.option(fc.integer({ min: 1, max: 200_000 })),
  entries: fc.array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 5 }),
      weight: fc.integer({ min: 1, max: 9 }),
      priceCents: fc.integer({ min: 1, max: 3_000 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

/** The same by the plainest way: list every order, look up what it is, add. */
function bruteForce(
  { orders, replays, load, limits, target }: Profile,
  pricesCents: readonly number[],
): number {
  const mix = orderMix(orders, replays, load.seed);
  const canary = target.environment === 'production' ? 1 : 0;
  const count = Math.min(
    canary + [...arrivalSchedule(openLoad(load))].length,
    limits.orders ?? Number.POSITIVE_INFINITY,
  );
  const costs = Array.from({ length: count }, (_, seq) => {
    const quantity = orders[mix.skuOf(seq)]?.quantity ?? Number.NaN;
    const price = pricesCents[mix.skuOf(seq)] ?? Number.NaN;
    const once = quantity * price;
    return mix.isReplayed(seq) ? once + once + (quantity === 1 ? 2 : quantity - 1) * price : once;
  });
  return costs.reduce((sum, cost) => sum + cost, 0);
}

test('for any run the worst case is the sum over its orders, cut at the spend limit', () => {
  fc.assert(
    fc.property(anyRun, ({ seed, environment, arrivals, rate, replays, maxOrders, spendCents, entries }) => {
      const skus = Object.fromEntries(entries.map(({ priceCents }, at) => [`sku-${at}`, usd(priceCents)]));
      const profile = profileOf({
        target: { environment: 'embedded' },
        load: { arrivals, seed, stages: [{ rate: `${rate}/s`, for: '1s' }] },
        orders: entries.map(({ quantity, weight }, at) => ({ sku: `sku-${at}`, quantity, weight })),
        replays,
        limits: {
          skus,
          ...(maxOrders === null ? {} : { orders: maxOrders }),
          ...(spendCents === null ? {} : { spend: usd(spendCents) }),
        },
      });
      const run: Profile =
        environment === 'production' ? { ...profile, target: { ...profile.target, environment } } : profile;
      const prices = entries.map(({ priceCents }) => priceCents);
      const sum = bruteForce(run, prices);
      const wanted = Math.min(sum, spendCents ?? Number.POSITIVE_INFINITY);
      expect(worstCaseCents(run, prices)).toBe(wanted);
      expect(allowedWorstCaseCents(run)).toBe(wanted);
    }),
    { seed: 11, numRuns: 300 },
  );
});

function usd(cents: number): string {
  return `${(cents / 100).toFixed(2)} USD`;
}
