import { describe, expect, it } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import { imbalances, ledgerOf } from '../../src/tracker/ledger.js';
import { Tracker } from '../../src/tracker/tracker.js';
import type { WebhookClass } from '../../src/tracker/tracker-counters.js';
import type { AnsweredOrder, DecidedOrder } from '../../src/tracker/tracker-listener.js';
import { accepted, deadlineMs, expired, idOf, open, planned, polled, sent, webhook } from './order-events.js';

const ended: OrderEvent = { kind: 'ended', atMs: 1_000_000 };

/** A tracker that took `events`, with everything that its listener was told. */
function trackerAfter(...events: readonly OrderEvent[]) {
  const decided: DecidedOrder[] = [];
  const answered: AnsweredOrder[] = [];
  const lagsMs: number[] = [];
  const endedWith: number[] = [];
  const tracker = new Tracker(deadlineMs, [
    {
      decided: (order) => decided.push(order),
      answered: (order) => answered.push(order),
      sent: (lagMs) => lagsMs.push(lagMs),
      ended: (openOrders) => endedWith.push(openOrders),
    },
  ]);
  for (const event of events) tracker.apply(event);
  const { counters } = tracker;
  return { tracker, counters, decided, answered, lagsMs, endedWith, ledger: ledgerOf(counters) };
}

/** The webhook classes that are not zero. */
function classes({ counters }: { counters: Tracker['counters'] }): Partial<Record<WebhookClass, number>> {
  return Object.fromEntries(Object.entries(counters.webhooks).filter(([, count]) => count > 0));
}

describe('an order on its way', () => {
  it('is counted once as planned, sent and accepted, and is open in the state of its answer', () => {
    const { counters, ledger } = trackerAfter(...open(0, 'pending'), ...open(1, 'reserved'));
    expect(ledger).toMatchObject({ planned: 2, sent: 2, accepted: 2, open: 2, balanced: true });
    expect(counters.open).toEqual({ pending: 1, reserved: 1, processing: 0 });
  });

  it('tells its send lag and its answer with the instants from the events', () => {
    const { lagsMs, answered } = trackerAfter(planned(0, 100), sent(0, 103.5), accepted(0, 110));
    expect(lagsMs).toEqual([3.5]);
    expect(answered).toEqual([
      {
        seq: 0,
        sku: 1,
        stage: 2,
        outcome: 'accepted',
        reason: null,
        plannedMs: 100,
        sentMs: 103.5,
        answeredMs: 110,
        status: 201,
      },
    ]);
  });

  it('that was dropped is over, with its reason counted', () => {
    const { tracker, counters, ledger } = trackerAfter(planned(0), {
      kind: 'dropped',
      atMs: 0,
      seq: 0,
      reason: 'in_flight',
    });
    expect(counters.dropped).toEqual({ in_flight: 1, spend: 0, shutdown: 0 });
    expect(ledger).toMatchObject({ planned: 1, dropped: 1, sent: 0, balanced: true });
    expect(tracker.inFlight).toBe(0);
  });

  it('that was refused or errored is over, with its reason counted apart', () => {
    const { tracker, counters, answered, ledger } = trackerAfter(
      planned(0),
      sent(0),
      { kind: 'refused', atMs: 5, seq: 0, reason: 'out_of_stock', status: 409 },
      planned(1),
      sent(1),
      { kind: 'errored', atMs: 6, seq: 1, reason: 'timeout', status: null },
    );
    expect(counters.refused.out_of_stock).toBe(1);
    expect(counters.errored.timeout).toBe(1);
    expect(ledger).toMatchObject({ sent: 2, refused: 1, errored: 1, accepted: 0, balanced: true });
    expect(answered.map(({ outcome, status }) => [outcome, status])).toEqual([
      ['refused', 409],
      ['errored', null],
    ]);
    expect(tracker.inFlight).toBe(0);
  });

  it('counts failed attempts by cause, retries and given-up calls apart', () => {
    const failed = {
      kind: 'attempt_failed',
      atMs: 3,
      seq: 0,
      attempt: 1,
      status: 503,
      explanation: 'the API answered 503',
    } as const;
    const { counters } = trackerAfter(
      planned(0),
      sent(0),
      { ...failed, cause: '5xx', retryInMs: 200 },
      { ...failed, cause: 'timeout', retryInMs: null },
    );
    expect(counters.attemptFailures).toMatchObject({ '5xx': 1, timeout: 1, network: 0 });
    expect(counters).toMatchObject({ retries: { '5xx': 1, network: 0 }, retriesExhausted: 1 });
    expect(counters.firstAttemptFailures).toEqual({
      '5xx': 'the API answered 503',
      timeout: 'the API answered 503',
    });
  });

  it('moves between the open states as intermediate webhooks tell', () => {
    const { counters, decided } = trackerAfter(...open(0, 'pending'), webhook(0, 'processing', 50));
    expect(counters.open).toEqual({ pending: 0, reserved: 0, processing: 1 });
    expect(classes({ counters })).toEqual({ accepted: 1 });
    expect(decided).toEqual([]);
  });

  it('gives its id once it is accepted', () => {
    const { tracker } = trackerAfter(...open(0), planned(1));
    expect([tracker.orderId(0), tracker.orderId(1)]).toEqual(['ord_0', undefined]);
  });
});

describe('a final webhook', () => {
  it('decides its order, with the instants of the whole way', () => {
    const { decided, ledger, counters } = trackerAfter(...open(0), webhook(0, 'delivered', 12_000));
    expect(decided).toEqual([
      {
        seq: 0,
        sku: 1,
        stage: 2,
        outcome: 'delivered',
        via: 'webhook',
        reason: null,
        plannedMs: 0,
        sentMs: 1,
        answeredMs: 2,
        decidedMs: 12_000,
      },
    ]);
    expect(ledger).toMatchObject({ delivered: 1, open: 0, balanced: true });
    expect(counters.codes).toEqual({ opened: 1, failed: 0 });
  });

  it('of a failed order is counted with its reason', () => {
    const { decided, counters, ledger } = trackerAfter(...open(0), webhook(0, 'failed', 60_000));
    expect(decided.map(({ outcome, reason }) => [outcome, reason])).toEqual([['failed', 'supplier_timeout']]);
    expect(counters.failures.supplier_timeout).toBe(1);
    expect(ledger).toMatchObject({ failed: 1, open: 0, balanced: true });
  });

  it('of a failed order without a listed reason counts as other', () => {
    const { counters } = trackerAfter(...open(0), { ...webhook(0, 'failed', 10), reason: 'other' });
    expect(counters.failures.other).toBe(1);
  });

  it('that comes before its answer is held, and then counts from its own stamp', () => {
    const before = trackerAfter(planned(0), sent(0), webhook(0, 'delivered', 2));
    expect(before.counters).toMatchObject({ held: 1, webhooksReceived: 1 });
    expect(before.decided).toEqual([]);
    expect(imbalances(before.counters)).toEqual([
      'the ledger is out of balance: sent = accepted + refused + errored gives 1 = 0',
    ]);
    const whole = trackerAfter(planned(0), sent(0), webhook(0, 'delivered', 2), accepted(0, 9));
    expect(whole.counters.held).toBe(0);
    expect(whole.decided.map(({ decidedMs, answeredMs }) => [decidedMs, answeredMs])).toEqual([[2, 9]]);
    expect(classes(whole)).toEqual({ accepted: 1 });
  });

  it('that comes before its answer together with an intermediate one keeps their order of arrival', () => {
    const early = [webhook(0, 'processing', 2), webhook(0, 'delivered', 3)];
    expect(classes(trackerAfter(planned(0), sent(0), ...early, accepted(0, 9)))).toEqual({ accepted: 2 });
    const swapped = [webhook(0, 'delivered', 2), webhook(0, 'processing', 3)];
    expect(classes(trackerAfter(planned(0), sent(0), ...swapped, accepted(0, 9)))).toEqual({
      accepted: 1,
      out_of_order: 1,
    });
  });

  it('that is repeated is a duplicate and decides nothing', () => {
    const again = { ...webhook(0, 'delivered', 20), webhookId: 'msg_of_another_try' };
    const run = trackerAfter(...open(0), webhook(0, 'delivered', 10), webhook(0, 'delivered', 15), again);
    expect(classes(run)).toEqual({ accepted: 1, duplicate: 2 });
    expect(run.decided).toHaveLength(1);
    expect(run.ledger.delivered).toBe(1);
  });

  it('that tells the opposite of the first is conflicting and changes nothing', () => {
    const run = trackerAfter(...open(0), webhook(0, 'delivered', 10), webhook(0, 'failed', 11));
    expect(classes(run)).toEqual({ accepted: 1, conflicting: 1 });
    expect(run.ledger).toMatchObject({ delivered: 1, failed: 0, balanced: true });
    expect(run.counters.failures.supplier_timeout).toBe(0);
  });

  it('is followed by an earlier state: that one is out of order and leads nowhere', () => {
    const run = trackerAfter(...open(0), webhook(0, 'delivered', 10), webhook(0, 'reserved', 11));
    expect(classes(run)).toEqual({ accepted: 1, out_of_order: 1 });
    expect(run.ledger).toMatchObject({ delivered: 1, open: 0, balanced: true });
  });

  it('of a first answer that said delivered already still has to come, and then decides', () => {
    const waiting = trackerAfter(...open(0, 'delivered'));
    expect(waiting.counters.open).toEqual({ pending: 0, reserved: 0, processing: 1 });
    const run = trackerAfter(...open(0, 'delivered'), webhook(0, 'delivered', 30));
    expect(classes(run)).toEqual({ accepted: 1 });
    expect(run.decided.map(({ decidedMs }) => decidedMs)).toEqual([30]);
    expect(run.ledger).toMatchObject({ delivered: 1, open: 0, balanced: true });
  });

  it('that says refunded after a delivery is accepted and leaves the order delivered, however late', () => {
    const run = trackerAfter(
      ...open(0),
      webhook(0, 'delivered', 10),
      webhook(0, 'refunded', deadlineMs * 20),
      webhook(0, 'refunded', deadlineMs * 21),
    );
    expect(classes(run)).toEqual({ accepted: 2, duplicate: 1 });
    expect(run.decided).toHaveLength(1);
    expect(run.ledger).toMatchObject({ delivered: 1, balanced: true });
  });

  it('without an order waits until the end, and then is an orphan', () => {
    const before = trackerAfter(webhook(7, 'delivered', 10));
    expect(before.counters).toMatchObject({ held: 1, webhooksReceived: 1 });
    const run = trackerAfter(webhook(7, 'delivered', 10), webhook(7, 'failed', 11), ended);
    expect(classes(run)).toEqual({ orphan: 2 });
    expect(run.counters.held).toBe(0);
    expect(run.ledger.balanced).toBe(true);
  });

  it('of an order whose create call errored is an orphan: nobody knows its id', () => {
    const run = trackerAfter(
      planned(0),
      sent(0),
      { kind: 'errored', atMs: 5, seq: 0, reason: 'timeout', status: null },
      webhook(0, 'delivered', 20),
      ended,
    );
    expect(classes(run)).toEqual({ orphan: 1 });
    expect(run.ledger).toMatchObject({ errored: 1, delivered: 0, balanced: true });
  });
});

describe('the deadline', () => {
  it('is exact: a webhook stamped at it is in time, a microsecond after it is late', () => {
    expect(classes(trackerAfter(...open(0), webhook(0, 'delivered', deadlineMs)))).toEqual({ accepted: 1 });
    expect(classes(trackerAfter(...open(0), webhook(0, 'delivered', deadlineMs + 0.001)))).toEqual({
      late: 1,
    });
  });

  it('makes a late delivery a timeout, but leaves a late failure a failure', () => {
    const run = trackerAfter(
      ...open(0),
      ...open(1),
      webhook(0, 'delivered', deadlineMs + 5),
      webhook(1, 'failed', deadlineMs + 6),
    );
    expect(classes(run)).toEqual({ late: 2 });
    expect(run.ledger).toMatchObject({ delivered: 0, timedOut: 1, failed: 1, open: 0, balanced: true });
    expect(run.counters.completed.webhook).toMatchObject({ timed_out: 1, failed: 1 });
    expect(run.counters.failures.supplier_timeout).toBe(1);
  });

  it('does not touch a webhook stamped in time and processed after the expiry', () => {
    const run = trackerAfter(...open(0), expired(0), webhook(0, 'delivered', deadlineMs - 1));
    expect(classes(run)).toEqual({ accepted: 1 });
    expect(run.ledger).toMatchObject({ delivered: 1, timedOut: 0, balanced: true });
  });

  it('lets a late intermediate webhook decide nothing', () => {
    const run = trackerAfter(...open(0), expired(0), webhook(0, 'processing', deadlineMs + 5));
    expect(classes(run)).toEqual({ late: 1 });
    expect(run.ledger).toMatchObject({ open: 1, timedOut: 0, balanced: true });
  });

  it('does not expire an order that was decided before', () => {
    const run = trackerAfter(...open(0), webhook(0, 'delivered', 10), expired(0), polled(0, 'delivered'));
    expect(run.ledger).toMatchObject({ delivered: 1, lost: 0, balanced: true });
    expect(run.decided).toHaveLength(1);
  });

  it('names each overdue order once, and no order that is decided, refused or not answered', () => {
    const { tracker } = trackerAfter(
      ...open(0),
      ...open(1),
      webhook(1, 'delivered', 10),
      planned(2),
      sent(2),
      planned(3, 50),
      sent(3, 51),
      accepted(3, 52),
    );
    expect(tracker.overdue(deadlineMs)).toEqual([]);
    expect(tracker.overdue(deadlineMs + 0.5)).toEqual([0]);
    expect(tracker.overdue(deadlineMs + 0.5)).toEqual([]);
    expect(tracker.overdue(deadlineMs + 60)).toEqual([3]);
  });

  it('names an order that is accepted only after it', () => {
    const { tracker } = trackerAfter(planned(0), sent(0));
    expect(tracker.overdue(deadlineMs + 1)).toEqual([]);
    tracker.apply(accepted(0, deadlineMs + 2));
    expect(tracker.overdue(deadlineMs + 3)).toEqual([0]);
    expect(tracker.overdue(deadlineMs + 4)).toEqual([]);
  });

  it('does not name an order that was accepted after it and decided at once by a held webhook', () => {
    const { tracker } = trackerAfter(planned(0), sent(0), webhook(0, 'delivered', 50));
    tracker.overdue(deadlineMs + 1);
    tracker.apply(accepted(0, deadlineMs + 2));
    expect(tracker.overdue(deadlineMs + 3)).toEqual([]);
  });
});

describe('a status poll', () => {
  it.each([
    ['delivered', 'lost', 1],
    ['refunded', 'lost', 1],
    ['failed', 'failed', 1],
    ['processing', 'timed_out', 0],
    ['pending', 'timed_out', 0],
  ] as const)('that says %s after the deadline makes the order %s', (state, outcome, missing) => {
    const run = trackerAfter(...open(0), expired(0), polled(0, state));
    expect(run.decided.map((order) => [order.outcome, order.via])).toEqual([[outcome, 'poll']]);
    expect(run.counters.completed.poll[outcome]).toBe(1);
    expect(run.counters.webhooksMissing).toBe(missing);
    expect(run.ledger).toMatchObject({ open: 0, balanced: true });
  });

  it('without an answer decides nothing, unless it is the last', () => {
    const asked = trackerAfter(...open(0), expired(0), polled(0, null), polled(0, null));
    expect(asked.ledger).toMatchObject({ open: 1, timedOut: 0 });
    const last = trackerAfter(...open(0), expired(0), polled(0, null), polled(0, null, true));
    expect(last.ledger).toMatchObject({ open: 0, timedOut: 1, balanced: true });
    expect(last.counters.polls).toEqual({ changed: 0, unchanged: 0, terminal: 0, error: 2 });
    // Each but the last is followed by a wait.
    expect([asked.counters.pollsDeferred, last.counters.pollsDeferred]).toEqual([2, 1]);
  });

  it('keeps the reason of a failure', () => {
    const run = trackerAfter(...open(0), expired(0), polled(0, 'failed'));
    expect(run.counters.failures.order_timeout).toBe(1);
    expect(run.decided.map(({ reason }) => reason)).toEqual(['order_timeout']);
  });

  it('before the deadline is only counted', () => {
    const run = trackerAfter(...open(0), polled(0, 'delivered', false, 10));
    expect(run.ledger).toMatchObject({ open: 1, lost: 0, balanced: true });
    expect(run.counters.polls).toEqual({ changed: 0, unchanged: 0, terminal: 1, error: 0 });
  });

  it('that settled the order leaves its webhook late', () => {
    const run = trackerAfter(
      ...open(0),
      expired(0),
      polled(0, 'delivered'),
      webhook(0, 'delivered', deadlineMs + 99),
    );
    expect(classes(run)).toEqual({ late: 1 });
    expect(run.ledger).toMatchObject({ lost: 1, delivered: 0, balanced: true });
  });

  it('that settled the order leaves its webhook late although a conflicting one came between', () => {
    const run = trackerAfter(
      ...open(0),
      expired(0),
      polled(0, 'delivered'),
      webhook(0, 'failed', deadlineMs + 50),
      webhook(0, 'delivered', deadlineMs + 99),
    );
    expect(classes(run)).toEqual({ conflicting: 1, late: 1 });
    expect(run.ledger).toMatchObject({ lost: 1, failed: 0, delivered: 0, balanced: true });
  });

  it('answered after a late webhook has decided the order decides nothing', () => {
    const run = trackerAfter(
      ...open(0),
      expired(0),
      webhook(0, 'delivered', deadlineMs + 5),
      polled(0, 'delivered'),
    );
    expect(run.decided.map(({ outcome, via }) => [outcome, via])).toEqual([['timed_out', 'webhook']]);
    expect(run.ledger).toMatchObject({ timedOut: 1, lost: 0, balanced: true });
  });
});

describe('the whole run', () => {
  it('knows the oldest order in flight', () => {
    const { tracker } = trackerAfter();
    expect(tracker.oldestInFlightMs()).toBeNull();
    for (const event of [planned(0, 10), sent(0, 11), accepted(0, 12), planned(1, 20)]) tracker.apply(event);
    expect(tracker.oldestInFlightMs()).toBe(10);
    tracker.apply(webhook(0, 'delivered', 15));
    expect(tracker.oldestInFlightMs()).toBe(20);
    tracker.apply({ kind: 'dropped', atMs: 20, seq: 1, reason: 'spend' });
    expect(tracker.oldestInFlightMs()).toBeNull();
    expect(tracker.inFlight).toBe(0);
  });

  it('calls an order id that was given twice a violation, and stays balanced', () => {
    const second = { ...accepted(1), orderId: idOf(0) };
    const run = trackerAfter(...open(0), planned(1), sent(1), second, webhook(0, 'delivered', 10));
    expect(run.counters.violations.get('answer.reused_order_id')).toEqual({
      count: 1,
      example: 'order id ord_0 was given twice',
    });
    expect(run.ledger).toMatchObject({ accepted: 2, delivered: 1, open: 1, balanced: true });
  });

  it('counts violations by place and sort, with the first as the example', () => {
    const violation = { kind: 'violation', atMs: 1, place: 'webhook', violation: 'not_json' } as const;
    const { counters } = trackerAfter(
      { ...violation, explanation: 'the first' },
      { ...violation, explanation: 'the second' },
    );
    expect([...counters.violations]).toEqual([['webhook.not_json', { count: 2, example: 'the first' }]]);
  });

  it('counts what is no webhook in its class, and keeps why the first was refused', () => {
    const run = trackerAfter(
      { kind: 'webhook_rejected', atMs: 1, verdict: 'forged', why: 'no signature matches' },
      { kind: 'webhook_rejected', atMs: 2, verdict: 'forged', why: 'a later sentence' },
      { kind: 'webhook_rejected', atMs: 3, verdict: 'malformed', why: 'not JSON' },
    );
    expect(classes(run)).toEqual({ forged: 2, malformed: 1 });
    expect(run.counters).toMatchObject({ webhooksReceived: 3, firstForgery: 'no signature matches' });
    expect(run.ledger.balanced).toBe(true);
  });

  it('counts what using a key again gave', () => {
    const replayed = { kind: 'replayed', atMs: 1, seq: 0, orderId: null } as const;
    const { counters } = trackerAfter(
      { ...replayed, variant: 'same_body', result: 'different_order' },
      { ...replayed, variant: 'other_body', result: 'mismatch' },
    );
    expect(counters.replays).toEqual({
      same_order: 0,
      different_order: 1,
      conflict: 0,
      mismatch: 1,
      no_answer: 0,
    });
  });

  it('tells at its end how many orders are open', () => {
    const run = trackerAfter(...open(0), ...open(1), webhook(1, 'delivered', 10), ended);
    expect(run.endedWith).toEqual([1]);
    expect(run.ledger).toMatchObject({ accepted: 2, delivered: 1, open: 1, balanced: true });
  });

  it('tells a listener that joins later from then on', () => {
    const { tracker } = trackerAfter(...open(0));
    const told: number[] = [];
    tracker.listen({ decided: ({ seq }) => told.push(seq) });
    tracker.apply(webhook(0, 'delivered', 10));
    expect(told).toEqual([0]);
  });

  it('says which equation does not hold', () => {
    const { counters } = trackerAfter(...open(0));
    counters.planned += 1;
    counters.webhooksReceived += 2;
    expect(imbalances(counters)).toEqual([
      'the ledger is out of balance: planned = sent + dropped gives 2 = 1',
      'the ledger is out of balance: webhooks = sum of their classes gives 2 = 0',
    ]);
  });
});

describe('an order whose status nobody asks for', () => {
  const unpolled = (...events: readonly OrderEvent[]) => {
    const decided: DecidedOrder[] = [];
    const tracker = new Tracker(deadlineMs, [{ decided: (order) => decided.push(order) }], {
      pollsExpired: false,
    });
    for (const event of events) tracker.apply(event);
    return { tracker, decided };
  };

  it('has timed out as soon as its deadline has passed, and no poll is counted', () => {
    const { tracker, decided } = unpolled(...open(0, 'pending'), expired(0, 400_000));
    expect(decided).toMatchObject([{ seq: 0, outcome: 'timed_out', via: 'poll', decidedMs: 400_000 }]);
    expect(ledgerOf(tracker.counters)).toMatchObject({ timedOut: 1, open: 0, balanced: true });
    expect(Object.values(tracker.counters.polls)).toEqual([0, 0, 0, 0]);
    expect(tracker.inFlight).toBe(0);
  });

  it('is decided by a webhook that came first, and one that comes after its deadline is late', () => {
    const { tracker, decided } = unpolled(
      ...open(0, 'pending'),
      webhook(0, 'delivered', 5_000),
      expired(0, 400_000),
      ...open(1, 'pending'),
      expired(1, 400_000),
      webhook(1, 'delivered', 400_001),
    );
    expect(decided.map(({ seq, outcome }) => [seq, outcome])).toEqual([
      [0, 'delivered'],
      [1, 'timed_out'],
    ]);
    expect(classes(tracker)).toEqual({ accepted: 1, late: 1 });
  });
});
