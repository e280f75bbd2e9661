import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import { randomSource } from '../../src/random.js';
import { imbalances } from '../../src/tracker/ledger.js';
import { ordersPerChunk } from '../../src/tracker/order-chunk.js';
import { OrderTable } from '../../src/tracker/order-table.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { webhookClasses } from '../../src/tracker/tracker-counters.js';
import { accepted, deadlineMs, idOf, open, planned, polled, sent, webhook } from './order-events.js';
import { SimpleModel } from './simple-model.js';
import { wholeRun } from './whole-runs.js';

const remembered = ordersPerChunk;

function* delivered(from: number, to: number): Generator<OrderEvent> {
  for (let seq = from; seq < to; seq += 1) yield* [...open(seq), webhook(seq, 'delivered', 10)];
}

function folded(events: Iterable<OrderEvent>, tracker: Tracker): Tracker {
  for (const event of events) tracker.apply(event);
  return tracker;
}

const newTracker = (keepsRows = false): Tracker =>
  new Tracker(deadlineMs, [], { rememberedOrders: remembered, keepsRows });

/** Ends and classes, by the names of the model. */
function countsOf({ counters }: Tracker): Map<string, number> {
  const { webhooks, completed, dropped, refused, errored } = counters;
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
  const counts: [string, number][] = [
    ...webhookClasses.map((name): [string, number] => [name, webhooks[name]]),
    ...Object.entries(completed).flatMap(([via, outcomes]) =>
      Object.entries(outcomes).map(([name, count]): [string, number] => [`${via} ${name}`, count]),
    ),
    ['dropped', sum(dropped)],
    ['refused', sum(refused)],
    ['errored', sum(errored)],
  ];
  return new Map(counts.filter(([, count]) => count > 0));
}

describe('the memory of orders that are over', () => {
  it('lets a chunk go when enough newer orders are planned, and calls its late webhooks orphans', () => {
    const tracker = folded(delivered(0, 2 * ordersPerChunk), newTracker());
    tracker.apply(webhook(5, 'delivered', 20));
    expect(tracker.counters.webhooks.duplicate).toBe(1);
    expect(tracker.counters.ordersForgotten).toBe(0);
    // The first order of the third chunk: now a whole chunk of newer orders stands behind the first one.
    folded(open(2 * ordersPerChunk), tracker);
    expect(tracker.counters.ordersForgotten).toBe(ordersPerChunk);
    expect([tracker.phase(5), tracker.orderId(5)]).toEqual(['forgotten', undefined]);
    tracker.apply(webhook(5, 'delivered', 30));
    tracker.apply({ kind: 'ended', atMs: 40 });
    expect(tracker.counters.webhooks).toMatchObject({ duplicate: 1, orphan: 1 });
    expect(imbalances(tracker.counters)).toEqual([]);
    expect(tracker.inFlight).toBe(1);
  });

  it('never forgets an order in flight, nor those of its chunk', () => {
    const tracker = newTracker();
    const openSeqs = [7, ordersPerChunk + 9];
    for (let seq = 0; seq < 5 * ordersPerChunk; seq += 1) {
      folded(openSeqs.includes(seq) ? open(seq) : delivered(seq, seq + 1), tracker);
    }
    expect(tracker.counters.ordersForgotten).toBe(ordersPerChunk);
    expect(openSeqs.map((seq) => [tracker.phase(seq), tracker.orderId(seq)])).toEqual([
      ['open', 'ord_7'],
      ['open', idOf(ordersPerChunk + 9)],
    ]);
    expect([tracker.phase(8), tracker.phase(2 * ordersPerChunk)]).toEqual(['decided', 'forgotten']);
    for (const seq of openSeqs) tracker.apply(webhook(seq, 'delivered', 50));
    expect(tracker.counters.webhooks).toMatchObject({ accepted: 5 * ordersPerChunk, orphan: 0 });
    expect(tracker.inFlight).toBe(0);
    // They go with the next chunk.
    tracker.apply(planned(5 * ordersPerChunk));
    expect(tracker.counters.ordersForgotten).toBe(4 * ordersPerChunk);
  });

  it('finds the oldest order in flight and the overdue ones past forgotten chunks', () => {
    const tracker = newTracker();
    folded(delivered(0, 3 * ordersPerChunk), tracker);
    const late = 3 * ordersPerChunk;
    folded([planned(late, 77), sent(late), accepted(late)], tracker);
    expect(tracker.counters.ordersForgotten).toBe(2 * ordersPerChunk);
    expect(tracker.oldestInFlightMs()).toBe(77);
    expect(tracker.overdue(deadlineMs + 78)).toEqual([late]);
    expect(tracker.overdue(deadlineMs + 78)).toEqual([]);
  });

  it('counts what still comes for a forgotten order, and tells no listener what it does not know', () => {
    const told: unknown[] = [];
    const memory = { rememberedOrders: remembered };
    const tracker = new Tracker(deadlineMs, [{ replayed: (order) => told.push(order) }], memory);
    folded(delivered(0, 2 * ordersPerChunk + 1), tracker);
    tracker.apply(polled(3, 'delivered', true));
    tracker.apply({ kind: 'expired', atMs: 9, seq: 3 });
    tracker.apply({
      kind: 'replayed',
      atMs: 9,
      seq: 3,
      variant: 'same_body',
      result: 'different_order',
      orderId: null,
    });
    expect(tracker.counters).toMatchObject({ polls: { terminal: 1 }, ordersDoubled: 1, webhooksMissing: 0 });
    expect(tracker.counters.completed.webhook.delivered).toBe(2 * ordersPerChunk + 1);
    expect(told).toEqual([]);
  });

  it('keeps the rows for whoever goes on with a run, and counts the same', () => {
    const events = [...delivered(0, 2 * ordersPerChunk + 1), webhook(3, 'delivered', 30)];
    const [live, resumed] = [folded(events, newTracker()), folded(events, newTracker(true))];
    expect(resumed.counters).toEqual(live.counters);
    expect([live.phase(3), resumed.phase(3)]).toEqual(['forgotten', 'decided']);
  });

  it('asks for an errored order again, however old it is, where rows are kept', () => {
    const decided: unknown[] = [];
    const memory = { rememberedOrders: remembered, keepsRows: true };
    const listener = { decided: (order: unknown) => decided.push(order) };
    const tracker = new Tracker(deadlineMs, [listener], memory);
    folded(
      [planned(0, 5), sent(0, 6), { kind: 'errored', atMs: 7, seq: 0, reason: 'timeout', status: null }],
      tracker,
    );
    folded(delivered(1, 2 * ordersPerChunk + 1), tracker);
    expect(tracker.counters.ordersForgotten).toBe(ordersPerChunk);
    decided.length = 0;
    tracker.apply({ kind: 'reopened', atMs: 8, seq: 0, reason: 'timeout' });
    expect(tracker.inFlight).toBe(1);
    folded([accepted(0, 9), webhook(0, 'delivered', 10)], tracker);
    expect(decided).toMatchObject([{ seq: 0, sku: 1, plannedMs: 5, sentMs: 6, outcome: 'delivered' }]);
    expect(tracker.inFlight).toBe(0);
  });

  it('leaves nothing of a forgotten chunk in the one that takes its place', () => {
    const table = new OrderTable({ rememberedOrders: 0, keepsRows: false });
    for (let seq = 0; seq < ordersPerChunk; seq += 1) {
      table.plan(seq, 1, 2, 3);
      table.setState(seq, 'failed');
      table.markSeen(seq, 'failed');
      table.setSentMs(seq, 4);
      table.setPhase(seq, 'decided');
    }
    table.plan(ordersPerChunk, 5, 6, 7);
    expect(table.phase(0)).toBe('forgotten');
    expect(table.row(ordersPerChunk)).toEqual({
      seq: ordersPerChunk,
      sku: 6,
      stage: 7,
      plannedMs: 5,
      sentMs: 0,
      answeredMs: 0,
    });
    expect(table.phase(ordersPerChunk + 1)).toBe('unknown');
    expect([table.state(ordersPerChunk), table.wasSeen(ordersPerChunk, 'failed')]).toEqual([
      'pending',
      false,
    ]);
  });
});

describe('the tracker, held against a model of maps and objects', () => {
  it.each([
    ['in one chunk', 0],
    ['over the border of two chunks', ordersPerChunk - 6],
  ])('counts the same ends and classes in any run, %s', (_, shift) => {
    fc.assert(
      fc.property(wholeRun(12, true), (events) => {
        const tracker = newTracker();
        const model = new SimpleModel(ordersPerChunk, remembered);
        for (const event of events) {
          const shifted = 'seq' in event ? { ...event, seq: event.seq + shift } : event;
          tracker.apply(shifted);
          model.apply(shifted);
        }
        expect(countsOf(tracker)).toEqual(model.counts);
      }),
      { seed: 91, numRuns: 1000 },
    );
  });

  it('counts the same through chunks that come and go, with repeats long after', () => {
    const chance = randomSource(92, 'forgetting');
    const tracker = newTracker();
    const model = new SimpleModel(ordersPerChunk, remembered);
    const both = (...events: OrderEvent[]): void => {
      for (const event of events) {
        tracker.apply(event);
        model.apply(event);
      }
    };
    for (let seq = 0; seq < 6 * ordersPerChunk; seq += 1) {
      both(planned(seq, seq), sent(seq, seq), accepted(seq, seq, 'pending'));
      // An order is decided up to half a chunk later, some of them twice, the others a chunk later.
      const done = seq - Math.floor((chance.uniform(2 * seq) * ordersPerChunk) / 2);
      if (done >= 0) both(webhook(done, chance.uniform(2 * done + 1) < 0.1 ? 'failed' : 'delivered', seq));
      const decided = seq - ordersPerChunk;
      if (decided >= 0 && model.orders.get(decided)?.end === null) both(webhook(decided, 'delivered', seq));
      if (seq % 50 === 0) both(webhook(Math.floor(chance.uniform(seq) * seq), 'delivered', seq));
    }
    both({ kind: 'ended', atMs: 1 });
    expect(model.forgotten).toBeGreaterThanOrEqual(3 * ordersPerChunk);
    expect(tracker.counters.ordersForgotten).toBe(model.forgotten);
    expect(countsOf(tracker)).toEqual(model.counts);
    expect(imbalances(tracker.counters)).toEqual([]);
  });
});
