import { expect, it } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import { Outbox } from '../../src/receiver/outbox.js';
import type { Handover } from '../../src/receiver/receiving-messages.js';
import { ManualClock } from '../journal/manual-clock.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function rejected(atMs: number): OrderEvent {
  return { kind: 'webhook_rejected', atMs, verdict: 'forged', why: 'no signature' };
}

function filledOutbox() {
  const clock = new ManualClock();
  const sent: Handover[] = [];
  return { clock, sent, outbox: new Outbox((handover) => sent.push(handover), clock) };
}

it('hands over at the end of the turn, everything of the turn at once', async () => {
  const { outbox, sent } = filledOutbox();
  outbox.emit(rejected(1));
  outbox.handled(0.2, null);
  outbox.emit(rejected(2));
  outbox.handled(0.3, 12);
  expect(sent).toEqual([]);
  await turn();
  const events = [rejected(1), rejected(2)];
  const handled = [0.2, null, 0.3, 12];
  expect(sent).toEqual([{ kind: 'handover', number: 1, events, handled }]);
});

it('hands over every three milliseconds where there is more to tell', async () => {
  const { outbox, sent, clock } = filledOutbox();
  clock.turnTo(10);
  outbox.emit(rejected(1));
  await turn();
  clock.turnTo(10.5);
  outbox.emit(rejected(2));
  await turn();
  outbox.emit(rejected(3));
  await turn();
  clock.turnTo(13.4);
  expect(sent.map(({ number }) => number)).toEqual([1]);
  clock.turnTo(13.5);
  expect(sent.map(({ number, events }) => [number, events.length])).toEqual([
    [1, 1],
    [2, 2],
  ]);
  clock.turnTo(16.5);
  outbox.emit(rejected(4));
  await turn();
  expect(sent.map(({ number }) => number)).toEqual([1, 2, 3]);
});

it('tells everybody who waits for a handover whether it is safe, each by its own', async () => {
  const { outbox, sent } = filledOutbox();
  outbox.emit(rejected(1));
  const first = [outbox.durable(), outbox.durable()];
  outbox.flush();
  outbox.emit(rejected(2));
  const second = outbox.durable();
  outbox.flush();
  expect(sent.map(({ number }) => number)).toEqual([1, 2]);
  outbox.settle(2, false);
  outbox.settle(1, true);
  expect(await Promise.all([...first, second])).toEqual([true, true, false]);
});

it('sends nothing where there is nothing', () => {
  const { outbox, sent } = filledOutbox();
  outbox.flush();
  outbox.settle(7, true);
  expect(sent).toEqual([]);
});
