import { expect, test } from 'vitest';
import { ordersPerChunk } from '../../src/tracker/order-chunk.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';
import { accepted, deadlineMs, planned, sent, webhook } from './order-events.js';

/** A tracker that goes on with two old orders and a new one, far apart. */
function goneOn(): { readonly tracker: Tracker; readonly seqs: readonly number[] } {
  const counters = emptyCounters();
  counters.planned = 50;
  counters.sent = 50;
  counters.accepted = 50;
  counters.completed.webhook.delivered = 50;
  const tracker = new Tracker(deadlineMs, [], {}, counters);
  const seqs = [3 * ordersPerChunk + 7, 9 * ordersPerChunk + 1, 9 * ordersPerChunk + 5];
  seqs.forEach((seq, index) => {
    for (const event of [planned(seq, index), sent(seq, index + 1), accepted(seq, index + 2)])
      tracker.apply(event);
  });
  return { tracker, seqs };
}

test('orders whose numbers begin late and have gaps expire like any others', () => {
  const { tracker, seqs } = goneOn();
  expect(tracker.overdue(deadlineMs + 0.5)).toEqual(seqs.slice(0, 1));
  expect(tracker.overdue(deadlineMs + 10)).toEqual(seqs.slice(1));
});

test('the oldest order in flight is found behind a gap', () => {
  const { tracker, seqs } = goneOn();
  expect(tracker.oldestInFlightMs()).toBe(0);
  tracker.apply(webhook(seqs[0] ?? 0, 'delivered', 50));
  expect(tracker.oldestInFlightMs()).toBe(1);
});

test('what an earlier process counted is over, and counts on', () => {
  const { tracker } = goneOn();
  expect(tracker.counters).toMatchObject({ planned: 53, accepted: 53 });
  expect(tracker.inFlight).toBe(3);
});
