import { expect, test } from 'vitest';
import type { OrderState } from '../../src/contract/order-state.js';
import type { StatusReading } from '../../src/load/api-connection.js';
import { maxConcurrentPolls } from '../../src/load/status-poller.js';
import type { OrderEvent } from '../../src/order-event.js';
import { settleOrders } from '../../src/run/settle-orders.js';
import { ledgerOf } from '../../src/tracker/ledger.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { HandClock } from '../run/hand-clock.js';
import { accepted, idOf, sent, webhook } from './events.js';

const deadlineMs = 60_000;

/** Accepted orders, and an API that answers the n-th poll of each, from 0, as told. Null: no usable answer. */
function settling(orders: number, answer: (seq: number, n: number) => OrderState | null | StatusReading) {
  const clock = new HandClock();
  const tracker = new Tracker(deadlineMs);
  const events: OrderEvent[] = [];
  const take = (event: OrderEvent): void => {
    events.push(event);
    tracker.apply(event);
  };
  const seqs = Array.from({ length: orders }, (_, seq) => seq);
  for (const seq of seqs) {
    tracker.apply({ kind: 'planned', atMs: 0, seq, sku: 0, stage: 0 });
    tracker.apply(sent(seq, 1));
    tracker.apply(accepted(seq, 2));
  }
  const pollsMs = seqs.map((): number[] => []);
  let [running, mostRunning] = [0, 0];
  const status = async (orderId: string): Promise<StatusReading> => {
    const seq = seqs.find((candidate) => idOf(candidate) === orderId) ?? -1;
    const polls = pollsMs[seq] ?? [];
    polls.push(clock.nowMs());
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    await null;
    running -= 1;
    const told = answer(seq, polls.length - 1);
    return typeof told === 'object' && told !== null
      ? told
      : { news: newsOf(orderId, told), retryAfterMs: null };
  };
  let isOver = false;
  const deadlineAtMs = (seq: number) => tracker.deadlineAtMs(seq);
  const parts = { tracker, connection: { status }, clock, take, deadlineAtMs };
  const settled = settleOrders(seqs, parts).then(() => {
    isOver = true;
  });
  return {
    clock,
    tracker,
    events,
    pollsMs,
    take,
    settled,
    isOver: () => isOver,
    mostRunning: () => mostRunning,
    ledger: () => ledgerOf(tracker.counters),
  };
}

function newsOf(orderId: string, state: OrderState | null): StatusReading['news'] {
  if (state === null) return null;
  const reason = state === 'failed' ? ('supplier_timeout' as const) : null;
  return { orderId, state, reason, unlistedReason: null, codes: [], toldAtMs: null };
}

test('an open order is asked for every 5 s until it is decided', async () => {
  const states: readonly OrderState[] = ['reserved', 'processing', 'failed'];
  const { clock, pollsMs, settled, ledger, events } = settling(1, (_, n) => states[n] ?? null);
  await clock.pass(20_000);
  await settled;
  expect(pollsMs).toEqual([[0, 5_000, 10_000]]);
  expect(ledger()).toMatchObject({ failed: 1, open: 0, balanced: true });
  // Each poll is journalled, so that whoever goes on knows when it was.
  expect(events).toEqual([
    { kind: 'polled', atMs: 0, seq: 0, state: 'reserved', reason: null, last: false },
    { kind: 'polled', atMs: 5_000, seq: 0, state: 'processing', reason: null, last: false },
    { kind: 'expired', atMs: 10_000, seq: 0 },
    { kind: 'polled', atMs: 10_000, seq: 0, state: 'failed', reason: 'supplier_timeout', last: true },
  ]);
});

test('an order that the API calls delivered is lost: its webhook never came', async () => {
  const { clock, settled, ledger } = settling(2, () => 'delivered');
  await clock.pass(10);
  await settled;
  expect(ledger()).toMatchObject({ lost: 2, open: 0, balanced: true });
});

test('an order that is not decided is timed out once its deadline has passed, not before', async () => {
  const { clock, pollsMs, settled, ledger, isOver } = settling(1, () => 'processing');
  await clock.pass(deadlineMs);
  expect(isOver()).toBe(false);
  expect(ledger()).toMatchObject({ open: 1, timedOut: 0 });
  await clock.pass(5_000);
  await settled;
  expect(pollsMs[0]?.at(-1)).toBe(deadlineMs + 5_000);
  expect(ledger()).toMatchObject({ open: 0, timedOut: 1, balanced: true });
});

test('three answers that are of no use leave an order open', async () => {
  const { clock, pollsMs, settled, ledger, events } = settling(1, () => null);
  await clock.pass(60_000);
  await settled;
  expect(pollsMs).toEqual([[0, 5_000, 10_000]]);
  expect(ledger()).toMatchObject({ open: 1, balanced: true });
  expect(events.map((event) => event.kind)).toEqual(['polled', 'polled', 'polled']);
});

test('a longer wait that the API asks for is kept', async () => {
  const busy: StatusReading = { news: null, retryAfterMs: 12_000 };
  const { clock, pollsMs, settled } = settling(1, (_, n) => (n === 0 ? busy : 'delivered'));
  await clock.pass(20_000);
  await settled;
  expect(pollsMs).toEqual([[0, 12_000]]);
});

test('a webhook that comes meanwhile settles its order, and nobody waits for the next poll', async () => {
  const { clock, pollsMs, settled, ledger, take, isOver } = settling(2, () => 'processing');
  await clock.pass(1_000);
  take(webhook(0, 'delivered', 1_000));
  await clock.pass(1_000);
  expect(isOver()).toBe(false);
  take(webhook(1, 'failed', 2_000));
  await clock.pass(100);
  await settled;
  expect(pollsMs).toEqual([[0], [0]]);
  expect(ledger()).toMatchObject({ delivered: 1, failed: 1, open: 0, balanced: true });
});

test('few are asked for at once, and every one is', async () => {
  const { clock, settled, ledger, mostRunning } = settling(1_000, () => 'delivered');
  await clock.pass(10);
  await settled;
  expect(mostRunning()).toBe(maxConcurrentPolls);
  expect(ledger()).toMatchObject({ lost: 1_000, open: 0 });
});
