import { expect, test } from 'vitest';
import { orderMix } from '../../src/load/order-mix.js';
import { movedEvents, withRetired } from '../../src/monitor/retired-entry.js';
import { SpendAccount } from '../../src/run/spend-account.js';
import { RunSpendLimit } from '../../src/run/spend-limit.js';
import { planned, sent } from '../tracker/order-events.js';
import { monitorProfile } from './monitor-text.js';

const before = monitorProfile({
  orders: [{ sku: 'a' }, { sku: 'b', quantity: 3 }, { sku: 'c' }],
  limits: { skus: { a: '5 USD', b: '2 USD', c: '9 USD' } },
});
const after = monitorProfile({
  orders: [{ sku: 'd' }, { sku: 'a', weight: 2 }],
  limits: { skus: { a: '6 USD', d: '1 USD' } },
});
/** Orders 0, 1 and 2 are for a, b and c. */
const inFlight = [0, 1].flatMap((seq) => [{ ...planned(seq), sku: seq }, sent(seq)]);

test('an order in flight keeps what it is for when the profile orders other things', () => {
  const { events, retired } = movedEvents(inFlight, withRetired(before, [420, 450, 800], []), after);
  expect(retired).toEqual([{ sku: 'b', quantity: 3, priceCents: 450, pieceCents: 200 }]);
  const { profile, pricesCents } = withRetired(after, [90, 520], retired);
  expect(profile.orders.map(({ sku, quantity }) => [sku, quantity])).toEqual([
    ['b', 3],
    ['d', 1],
    ['a', 1],
  ]);
  expect(pricesCents).toEqual([450, 90, 520]);
  expect(
    events.flatMap((event) => (event.kind === 'planned' ? [profile.orders[event.sku]?.sku] : [])),
  ).toEqual(['a', 'b']);
});

test('what is retired is ordered no more, and its price is still known', () => {
  const { retired } = movedEvents(inFlight, withRetired(before, [420, 450, 800], []), after);
  const { profile, pricesCents } = withRetired(after, [90, 520], retired);
  const mix = orderMix(profile.orders, 0, 1);
  const drawn = new Set(Array.from({ length: 500 }, (_, seq) => profile.orders[mix.skuOf(seq)]?.sku));
  expect(drawn).toEqual(new Set(['d', 'a']));
  const spend = new SpendAccount(profile, pricesCents, new RunSpendLimit(null));
  expect([0, 1, 2].map((sku) => spend.worstCents(sku, false))).toEqual([600, 100, 600]);
});

test('what was retired before stays so as long as an order of it is in flight', () => {
  const first = movedEvents(inFlight, withRetired(before, [420, 450, 800], []), after);
  const second = withRetired(after, [90, 520], first.retired);
  const again = movedEvents(first.events, second, before);
  expect(again.retired).toEqual([]);
  const once = movedEvents([{ ...planned(5), sku: 0 }], second, after);
  expect(once.retired.map(({ sku }) => sku)).toEqual(['b']);
  expect(movedEvents([], second, after).retired).toEqual([]);
});
