import { describe, expect, it } from 'vitest';
import { dialects } from '../../src/contract/dialects.js';
import { Faults, type WatchFault } from '../../src/live/faults.js';
import { liveLimits } from '../../src/live/live-limits.js';
import { WatchedOrders } from '../../src/live/watched-orders.js';
import type { AttemptOutcome } from '../../src/load/http-attempt.js';
import type { OrderEvent } from '../../src/order-event.js';
import { ledgerOf } from '../../src/tracker/ledger.js';
import { Tracker } from '../../src/tracker/tracker.js';

const deadlineMs = 300_000;

function watched(maxInFlight?: number) {
  const time = { nowMs: 1_000 };
  const clock = { nowMs: () => time.nowMs, wallMs: (atMs: number) => 1_779_100_000_000 + atMs };
  const tracker = new Tracker(deadlineMs, [], { pollsExpired: false });
  const events: OrderEvent[] = [];
  const told: WatchFault[] = [];
  const emit = (event: OrderEvent): void => {
    events.push(event);
    tracker.apply(event);
  };
  const faults = new Faults((fault) => told.push(fault));
  const parts = { dialect: dialects['header-key'], clock, emit, tracker, faults };
  const orders = new WatchedOrders(maxInFlight === undefined ? parts : { ...parts, maxInFlight });
  const kinds = () => events.map(({ kind }) => kind);
  return { time, tracker, events, told, orders, kinds, ledger: () => ledgerOf(tracker.counters) };
}

function answer(status: number, body: object = {}): AttemptOutcome {
  return { kind: 'answer', status, retryAfter: null, body: Buffer.from(JSON.stringify(body)) };
}

const accepted = (orderId = 'ord_1') => answer(201, { order_id: orderId, status: 'pending' });
const cut: AttemptOutcome = { kind: 'no_answer', cause: 'network', explanation: 'ECONNRESET' };

describe('a create call of the service', () => {
  it('that gives an order is planned, sent and accepted, each with its own instant', () => {
    const { orders, events, time } = watched();
    const call = orders.begin('key-1');
    time.nowMs = 1_002;
    call?.started();
    time.nowMs = 1_040;
    call?.ended(accepted());
    expect(events).toEqual([
      { kind: 'planned', atMs: 1_000, seq: 0, sku: 0, stage: 0 },
      { kind: 'sent', atMs: 1_002, seq: 0 },
      { kind: 'accepted', atMs: 1_040, seq: 0, orderId: 'ord_1', state: 'pending', status: 201 },
    ]);
  });

  it('that is refused is over at once, and its reason is counted', () => {
    const { orders, tracker, ledger } = watched();
    orders.begin('key-1')?.ended(answer(402));
    expect(tracker.counters.refused.insufficient_funds).toBe(1);
    expect(ledger()).toMatchObject({ planned: 1, sent: 1, refused: 1, balanced: true });
  });

  it('counts by its first word: what is told of it later is not heard', () => {
    const { orders, kinds } = watched();
    const call = orders.begin('key-1');
    call?.ended(accepted());
    call?.ended(cut);
    expect(kinds()).toEqual(['planned', 'sent', 'accepted']);
  });

  it('whose end is never seen is over as timed out after a while, which is a fault', () => {
    const { orders, tracker, told } = watched();
    orders.begin(null)?.started();
    orders.tick(1_000 + liveLimits.callMs - 1);
    expect(tracker.inFlight).toBe(1);
    orders.tick(1_000 + liveLimits.callMs);
    expect(tracker.counters.errored.timeout).toBe(1);
    expect(tracker.inFlight).toBe(0);
    expect(told).toMatchObject([{ kind: 'unseen_end' }]);
  });

  it('above the limit of orders in flight is not watched, and counted as dropped', () => {
    const { orders, tracker, ledger } = watched(2);
    const calls = [orders.begin('a'), orders.begin('b'), orders.begin('c')];
    expect(calls[2]).toBeNull();
    expect(tracker.counters.dropped.in_flight).toBe(1);
    for (const [at, call] of calls.entries()) call?.ended(accepted(`ord_${at}`));
    expect(ledger()).toMatchObject({ planned: 3, dropped: 1, accepted: 2, open: 2, balanced: true });
  });
});

describe('calls under one key', () => {
  it('are one order when the first got no answer and a later one was accepted', () => {
    const { orders, tracker, events, time, ledger } = watched();
    const first = orders.begin('key-1');
    first?.started();
    time.nowMs = 1_500;
    first?.ended(cut);
    time.nowMs = 2_250;
    orders.begin('key-1')?.ended(accepted());
    expect(ledger()).toMatchObject({ planned: 1, sent: 1, accepted: 1, errored: 0, balanced: true });
    expect(tracker.counters.retries.network).toBe(1);
    expect(events).toContainEqual({
      kind: 'attempt_failed',
      atMs: 1_500,
      seq: 0,
      attempt: 1,
      cause: 'network',
      status: null,
      retryInMs: 750,
      explanation: 'ECONNRESET',
    });
  });

  it('are one order when the API was too busy at first', () => {
    const { orders, ledger } = watched();
    for (const outcome of [answer(429), answer(503), accepted()]) orders.begin('key-1')?.ended(outcome);
    expect(ledger()).toMatchObject({
      planned: 1,
      sent: 1,
      accepted: 1,
      refused: 0,
      errored: 0,
      balanced: true,
    });
  });

  it('are over as errored when nobody tries again in time, and a later call is another order', () => {
    const { orders, tracker, time, ledger } = watched();
    orders.begin('key-1')?.ended(answer(503));
    orders.tick(1_000 + liveLimits.retryWaitMs - 1);
    expect(ledger()).toMatchObject({ errored: 0 });
    orders.tick(1_000 + liveLimits.retryWaitMs);
    expect(tracker.counters).toMatchObject({ errored: { server_error: 1 }, retriesExhausted: 1 });
    time.nowMs = 90_000;
    orders.begin('key-1')?.ended(accepted());
    expect(ledger()).toMatchObject({ planned: 2, accepted: 1, errored: 1, balanced: true });
  });

  it('after one without an answer, a refusal that proves nothing leaves the order in doubt', () => {
    const { orders, tracker } = watched();
    const first = orders.begin('key-1');
    first?.started();
    first?.ended(cut);
    orders.begin('key-1')?.ended(answer(400));
    expect(tracker.counters.errored.client_error).toBe(1);
    expect(tracker.counters.refused.client_error).toBe(0);
  });

  it('at once are one order and a replay', () => {
    const { orders, tracker, ledger } = watched();
    const [first, second] = [orders.begin('key-1'), orders.begin('key-1')];
    second?.ended(accepted());
    first?.ended(answer(409, { error: 'idempotency_in_progress' }));
    expect(ledger()).toMatchObject({ planned: 1, sent: 1, accepted: 1, balanced: true });
    expect(tracker.counters.replays).toMatchObject({ conflict: 1, same_order: 0 });
  });

  it('at once, of which the first to end failed, are one order that the other one made', () => {
    const { orders, ledger } = watched();
    const [first, second] = [orders.begin('key-1'), orders.begin('key-1')];
    first?.ended(cut);
    second?.ended(accepted());
    expect(ledger()).toMatchObject({ planned: 1, accepted: 1, errored: 0, balanced: true });
  });

  it('long after the order was accepted are replays, and another order for the key is told as such', () => {
    const { orders, tracker, ledger } = watched();
    orders.begin('key-1')?.ended(accepted('ord_1'));
    orders.begin('key-1')?.ended(accepted('ord_1'));
    orders.begin('key-1')?.ended(accepted('ord_2'));
    orders.begin('key-1')?.ended(answer(422, { error: 'idempotency_mismatch' }));
    expect(tracker.counters.replays).toMatchObject({ same_order: 1, different_order: 1, mismatch: 1 });
    expect(tracker.counters.ordersDoubled).toBe(1);
    expect(ledger()).toMatchObject({ planned: 1, sent: 1, accepted: 1, balanced: true });
  });

  it('that nobody can see are orders each', () => {
    const { orders, ledger } = watched();
    orders.begin(null)?.ended(cut);
    orders.begin(null)?.ended(accepted());
    expect(ledger()).toMatchObject({ planned: 2, accepted: 1, errored: 1, balanced: true });
  });
});

describe('closing', () => {
  it('ends what waits for another try, and takes nothing any more', () => {
    const { orders, ledger } = watched();
    const open = orders.begin('open');
    orders.begin('waiting')?.ended(cut);
    orders.close();
    open?.ended(accepted());
    expect(orders.begin('late')).toBeNull();
    orders.created('ord_9', 5);
    expect(ledger()).toMatchObject({ planned: 2, accepted: 0, errored: 1 });
  });
});

describe('an order that was created elsewhere', () => {
  it('is open from the instant that is told, and one without a usable id is none', () => {
    const { orders, tracker, ledger } = watched();
    orders.created('ord_7', 400);
    expect(() => orders.created('not an id', 400)).toThrow('order_id of the noted order');
    expect(ledger()).toMatchObject({ planned: 1, sent: 1, accepted: 1, open: 1, balanced: true });
    expect(tracker.oldestInFlightMs()).toBe(400);
  });
});
