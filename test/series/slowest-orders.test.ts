import { expect, test } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import { maxShownOrders } from '../../src/series/slowest-orders.js';
import { accepted, expired, planned, polled, sent, webhook } from '../tracker/order-events.js';
import { courseOf } from './course-of.js';

function deliveredAfter(seq: number, ms: number): OrderEvent[] {
  return [planned(seq), sent(seq), accepted(seq), webhook(seq, 'delivered', ms)];
}

test('the slowest delivered orders are kept, the slowest first, and of equal ones the first', () => {
  const events = Array.from({ length: 50 }, (_, seq) => deliveredAfter(seq, 100 + ((seq * 7) % 25))).flat();
  const { slowest } = courseOf(events, 1000).course;
  const found = slowest.delivered.map(({ seq, decidedMs }) => [decidedMs, seq]);
  const wanted = Array.from({ length: 50 }, (_, seq) => [100 + ((seq * 7) % 25), seq])
    .sort(([leftMs = 0, left = 0], [rightMs = 0, right = 0]) => rightMs - leftMs || left - right)
    .slice(0, maxShownOrders);
  expect(found).toEqual(wanted);
  expect(slowest.undelivered).toEqual([]);
});

test('undelivered orders are kept apart, the first ones that were given up, failed ones not at all', () => {
  const lost = Array.from({ length: 30 }, (_, seq) => [
    planned(seq),
    sent(seq),
    accepted(seq),
    expired(seq, 1000),
    polled(seq, seq % 2 === 0 ? 'delivered' : 'failed', true, 1100 + seq),
  ]).flat();
  const { slowest } = courseOf(lost, 1000).course;
  expect(slowest.undelivered.map(({ seq, outcome }) => [seq, outcome])).toEqual(
    Array.from({ length: 15 }, (_, index) => [2 * index, 'lost']),
  );
  expect(slowest.delivered).toEqual([]);
});
