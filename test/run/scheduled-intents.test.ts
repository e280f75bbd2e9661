import { expect, test } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import { ScheduledIntents, type ScheduledIntentsParts } from '../../src/run/scheduled-intents.js';
import { HandClock } from './hand-clock.js';

/** Intents over orders that are due every 10 ms, on a journal that a test can hold up. */
function intents(changes: Partial<ScheduledIntentsParts> = {}) {
  const clock = new HandClock();
  const events: OrderEvent[] = [];
  const syncs: ((safe: boolean) => void)[] = [];
  const made = new ScheduledIntents({
    arrivals: Array.from({ length: 100 }, (_, n) => ({ atMs: n * 10, stage: 0 })).values(),
    firstSeq: 0,
    endSeq: 100,
    clock,
    reserve: () => true,
    take: (event) => events.push(event),
    durable: () => new Promise((resolve) => syncs.push(resolve)),
    ahead: true,
    ...changes,
  });
  const ranges = () => events.map((event) => (event.kind === 'intent' ? [event.from, event.to] : event.kind));
  return { made, clock, syncs, ranges };
}

/** Which of the orders were sent, and which given up. */
function admitted(made: ScheduledIntents, seqs: readonly number[]) {
  const sent: number[] = [];
  const givenUp: number[] = [];
  for (const seq of seqs) {
    made.admit(
      seq,
      () => sent.push(seq),
      () => givenUp.push(seq),
    );
  }
  return { sent, givenUp };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('the first line covers what is due in the next 300 ms, and the schedule waits until it is safe', async () => {
  const { made, syncs, ranges } = intents();
  let ready = false;
  void made.prepare().then(() => {
    ready = true;
  });
  await turn();
  expect(ranges()).toEqual([[0, 29]]);
  expect(ready).toBe(false);
  syncs[0]?.(true);
  await turn();
  expect(ready).toBe(true);
});

test('an order whose intent is not safe yet waits for it, and those before it leave first', async () => {
  const { made, syncs } = intents();
  void made.prepare();
  const { sent } = admitted(made, [0, 1, 29]);
  expect(sent).toEqual([]);
  syncs[0]?.(true);
  await turn();
  expect(sent).toEqual([0, 1, 29]);
  expect(admitted(made, [2]).sent).toEqual([2]);
});

test('ten lines a second keep 300 ms ahead of the schedule', async () => {
  const { made, clock, syncs, ranges } = intents();
  const prepared = made.prepare();
  syncs[0]?.(true);
  await prepared;
  made.keepAhead(clock.nowMs());
  await clock.pass(300);
  expect(ranges()).toEqual([
    [0, 29],
    [30, 39],
    [40, 49],
    [50, 59],
  ]);
});

test('without looking ahead every order has a line of its own, when it is due', () => {
  const { made, ranges } = intents({ ahead: false });
  void made.prepare();
  expect(ranges()).toEqual([]);
  admitted(made, [0, 1, 2]);
  expect(ranges()).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
});

test('limits are looked at before the line is written, order by order', () => {
  const asked: number[] = [];
  const { made, ranges } = intents({
    reserve: (seq) => {
      asked.push(seq);
      expect(ranges()).toEqual([]);
      return seq !== 1;
    },
  });
  void made.prepare();
  expect(asked).toEqual(Array.from({ length: 30 }, (_, seq) => seq));
  expect([0, 1, 2].map((seq) => made.isDenied(seq))).toEqual([false, true, false]);
});

test('when the journal fails, no order leaves that was not safe', async () => {
  const { made, syncs } = intents();
  void made.prepare();
  const { sent, givenUp } = admitted(made, [0, 5]);
  syncs[0]?.(false);
  await turn();
  expect(sent).toEqual([]);
  made.stop();
  expect(givenUp).toEqual([0, 5]);
  expect(admitted(made, [6])).toEqual({ sent: [], givenUp: [6] });
});

test('nothing is intended beyond the last order, and nothing after the stop', async () => {
  const { made, clock, ranges } = intents({ endSeq: 35, durable: async () => true });
  await made.prepare();
  made.keepAhead(clock.nowMs());
  await clock.pass(1000);
  expect(ranges()).toEqual([
    [0, 29],
    [30, 34],
  ]);
  const stopped = intents({ durable: async () => true });
  await stopped.made.prepare();
  stopped.made.keepAhead(stopped.clock.nowMs());
  stopped.made.stop();
  await stopped.clock.pass(1000);
  expect(stopped.ranges()).toEqual([[0, 29]]);
});
