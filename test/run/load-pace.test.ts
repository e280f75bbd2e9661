import { expect, test } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import { LoadPace } from '../../src/run/load-pace.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { accepted, errored, sent, webhook } from '../resume/events.js';

function paceOf(events: readonly OrderEvent[]) {
  const pace = new LoadPace();
  const tracker = new Tracker(60_000, [pace]);
  for (const event of events) tracker.apply(event);
  return pace.figures(50);
}

const planned = (seq: number): OrderEvent => ({ kind: 'planned', atMs: seq * 100, seq, sku: 0, stage: 0 });

test('orders a second are counted from the first planned instant to the last answer', () => {
  const events = [0, 1, 2, 3].flatMap((seq) => [planned(seq), sent(seq, seq * 100 + 50)]);
  const answers = [accepted(0, 400), errored(1, 'network'), accepted(2, 600), accepted(3, 800)];
  expect(paceOf([...events, ...answers]).answeredPerSecond).toBe(5);
});

test('what is open at once counts from the send to the end of each order, whatever that is', () => {
  const events = [
    ...[0, 1].flatMap((seq) => [planned(seq), sent(seq)]),
    errored(0, 'timeout'),
    accepted(1),
    planned(2),
    sent(2),
    accepted(2),
    webhook(1, 'delivered', 300),
    webhook(2, 'failed', 310),
    planned(3),
    sent(3),
  ];
  expect(paceOf(events)).toMatchObject({ mostInFlight: 2, maxInFlight: 50 });
});

test('a run without an answer has no rate', () => {
  expect(paceOf([planned(0), sent(0)])).toEqual({
    answeredPerSecond: null,
    mostInFlight: 1,
    maxInFlight: 50,
  });
});
