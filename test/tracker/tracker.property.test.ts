import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isForward, type OrderState } from '../../src/contract/order-state.js';
import type { OrderEvent } from '../../src/order-event.js';
import { imbalances, ledgerOf } from '../../src/tracker/ledger.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { type TrackerCounters, webhookClasses } from '../../src/tracker/tracker-counters.js';
import type { DecidedOrder } from '../../src/tracker/tracker-listener.js';
import { accepted, deadlineMs, planned, sent, webhook } from './order-events.js';
import { wholeRun } from './whole-runs.js';

const runs = { seed: 20_260_518, numRuns: 3000 };

/** Equations that wait for what is under way; the others hold after every single event. */
const settlesLater = /planned = sent \+ dropped|sent = accepted \+ refused \+ errored/;

function classified({ webhooks }: TrackerCounters): number {
  return webhookClasses.reduce((sum, webhookClass) => sum + webhooks[webhookClass], 0);
}

function smallestCount({ open, completed, webhooks, failures, held }: TrackerCounters): number {
  const counts = [open, completed.webhook, completed.poll, webhooks, failures].flatMap(Object.values<number>);
  return Math.min(held, ...counts);
}

/** What is wrong with a run that is still under way. */
function faultsOf({ counters, inFlight }: Tracker): string[] {
  const faults = imbalances(counters).filter((sentence) => !settlesLater.test(sentence));
  const ledger = ledgerOf(counters);
  if (ledger.sent + ledger.dropped > ledger.planned) faults.push('more was sent than planned');
  if (ledger.accepted + ledger.refused + ledger.errored > ledger.sent) faults.push('more answers than calls');
  if (smallestCount(counters) < 0) faults.push('a count is negative');
  if (inFlight < ledger.open) faults.push('an open order is not in flight');
  return faults;
}

function fold(events: readonly OrderEvent[], each: (tracker: Tracker, event: OrderEvent) => void): Tracker {
  const tracker = new Tracker(deadlineMs);
  for (const event of events) {
    tracker.apply(event);
    each(tracker, event);
  }
  return tracker;
}

describe('any run, in any interleaving', () => {
  it.each([
    ['ids that are never given twice', false],
    ['ids that may be given twice', true],
  ])('keeps the ledger balanced after every event, with %s', (_, reusedIds) => {
    fc.assert(
      fc.property(wholeRun(12, reusedIds), (events) => {
        const faults: string[] = [];
        const tracker = fold(events, (running) => faults.push(...faultsOf(running)));
        expect(faults).toEqual([]);
        expect(imbalances(tracker.counters)).toEqual([]);
        expect(tracker.inFlight).toBe(ledgerOf(tracker.counters).open);
        expect(tracker.counters.held).toBe(0);
      }),
      runs,
    );
  });

  it('puts each request to the webhook address into exactly one class', () => {
    fc.assert(
      fc.property(wholeRun(12, true), (events) => {
        let received = 0;
        const faults: string[] = [];
        fold(events, ({ counters }, { kind }) => {
          received += kind === 'webhook' || kind === 'webhook_rejected' ? 1 : 0;
          const { webhooksReceived, held } = counters;
          if (webhooksReceived !== received || classified(counters) + held !== received) faults.push(kind);
        });
        expect(faults).toEqual([]);
      }),
      runs,
    );
  });

  it('decides each accepted order at most once, and a delivery only by a webhook stamped in time', () => {
    fc.assert(
      fc.property(wholeRun(12, false), (events) => {
        const decided: DecidedOrder[] = [];
        const tracker = new Tracker(deadlineMs, [{ decided: (order) => decided.push(order) }]);
        for (const event of events) tracker.apply(event);
        const taken = new Set(events.flatMap((event) => (event.kind === 'accepted' ? [event.seq] : [])));
        expect(new Set(decided.map(({ seq }) => seq)).size).toBe(decided.length);
        for (const order of decided) {
          expect(taken).toContain(order.seq);
          expect(order.reason === null).toBe(order.outcome !== 'failed');
          if (order.outcome !== 'delivered') continue;
          expect(order.via).toBe('webhook');
          expect(order.decidedMs - order.plannedMs).toBeLessThanOrEqual(deadlineMs);
        }
      }),
      runs,
    );
  });

  it('gives the same counters from the same events', () => {
    fc.assert(
      fc.property(wholeRun(12, true), (events) => {
        const first = fold(events, () => {});
        expect(fold(structuredClone(events), () => {}).counters).toEqual(first.counters);
      }),
      { ...runs, numRuns: 1000 },
    );
  });

  it('moves the state of an order only forward', () => {
    fc.assert(
      fc.property(wholeRun(1, false), (events) => {
        let seen: OrderState | null = null;
        let decided = 0;
        fold(events, ({ counters }) => {
          const now = openState(counters);
          if (seen !== null && now !== null) expect(seen === now || isForward(seen, now)).toBe(true);
          // Once decided, an order is never open again.
          if (decided > 0) expect(now).toBeNull();
          expect(ledgerDecided(counters)).toBeGreaterThanOrEqual(decided);
          decided = ledgerDecided(counters);
          seen = now;
        });
      }),
      runs,
    );
  });

  it('accepts a webhook only when its state is a step forward from every one accepted before', () => {
    fc.assert(
      fc.property(wholeRun(8, false), (events) => {
        const known = new Map<string, OrderState>();
        let before = 0;
        fold(events, ({ counters }, event) => {
          const accepts = counters.webhooks.accepted - before;
          before = counters.webhooks.accepted;
          if (event.kind !== 'webhook' || accepts === 0) return;
          const last = known.get(event.orderId);
          if (last !== undefined) expect(isForward(last, event.state)).toBe(true);
          known.set(event.orderId, event.state);
        });
      }),
      runs,
    );
  });
});

describe('one order', () => {
  it('comes to the same end wherever its answer falls among its webhooks', () => {
    const states = fc.array(fc.constantFrom<OrderState>('reserved', 'processing', 'delivered', 'failed'), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(states, fc.nat({ max: 6 }), (told, place) => {
        const webhooks = told.map((state, index) => webhook(0, state, 10 + index));
        const begin = [planned(0), sent(0)];
        const first = fold([...begin, accepted(0), ...webhooks], () => {});
        const mixed = [...begin, ...webhooks.slice(0, place), accepted(0), ...webhooks.slice(place)];
        expect(fold(mixed, () => {}).counters).toEqual(first.counters);
      }),
      runs,
    );
  });
});

function openState({ open }: TrackerCounters): OrderState | null {
  for (const state of ['pending', 'reserved', 'processing'] as const) if (open[state] > 0) return state;
  return null;
}

function ledgerDecided(counters: TrackerCounters): number {
  const { delivered, failed, timedOut, lost } = ledgerOf(counters);
  return delivered + failed + timedOut + lost;
}
