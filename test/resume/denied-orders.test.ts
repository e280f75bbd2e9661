import { expect, test } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import { IntendedOrders } from '../../src/run/intended-orders.js';
import { ScheduledIntents } from '../../src/run/scheduled-intents.js';
import { HandClock } from '../run/hand-clock.js';

/** The ranges that are intended at first, of thirty orders due in the next 300 ms. */
async function firstRanges(isAllowed: (seq: number) => boolean): Promise<(readonly [number, number])[]> {
  const events: OrderEvent[] = [];
  const intents = new ScheduledIntents({
    arrivals: Array.from({ length: 30 }, (_, seq) => ({ atMs: seq * 10, stage: 0 })).values(),
    firstSeq: 0,
    endSeq: 30,
    clock: new HandClock(),
    reserve: isAllowed,
    take: (event) => events.push(event),
    durable: async () => true,
    ahead: true,
  });
  await intents.prepare();
  for (let seq = 0; seq < 30; seq += 1) expect(intents.isDenied(seq)).toBe(!isAllowed(seq));
  return events.flatMap((event) => (event.kind === 'intent' ? [[event.from, event.to] as const] : []));
}

test('no intent covers an order that the spend limit denies', async () => {
  expect(await firstRanges((seq) => seq < 2 || seq > 4)).toEqual([
    [0, 1],
    [5, 29],
  ]);
  expect(await firstRanges((seq) => seq % 10 === 3)).toEqual([
    [3, 3],
    [13, 13],
    [23, 23],
  ]);
});

test('where every order is denied nothing is intended', async () => {
  expect(await firstRanges(() => false)).toEqual([]);
});

test('intended are the orders of the intents, and none between or behind them', () => {
  const intended = new IntendedOrders();
  expect(intended.covers(0)).toBe(false);
  intended.note(1, 3);
  intended.note(4, 4);
  intended.note(7, 8);
  const covered = Array.from({ length: 12 }, (_, seq) => seq).filter((seq) => intended.covers(seq));
  expect(covered).toEqual([1, 2, 3, 4, 7, 8]);
});
