import { expect } from 'vitest';
import { orderKey, runSecret } from '../../src/load/order-keys.js';
import { apiKey, eventsOf } from '../run/rig.js';
import { type BookedOrder, paidCents } from './books.js';
import { type StormyRun, wantedFaults } from './stormy-run.js';

/** Both sides of a run through the storm tell the same, of every order and of every cent. */
export function expectAgreement(run: StormyRun): void {
  expectStorm(run);
  expectOneClassEach(run);
  expectOneOrderAKey(run);
  expectSameEnds(run);
  expectSameMoney(run);
}

/** Every kind struck, on both ways, and it was felt. */
function expectStorm({ struck, result, endedInFineWeather }: StormyRun): void {
  for (const way of [struck.api, struck.webhooks]) {
    expect(Object.entries(way).filter(([, count]) => count === 0)).toEqual([]);
  }
  const counts = [...Object.values(struck.api), ...Object.values(struck.webhooks)];
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(wantedFaults);
  expect(result.ledger.errored).toBeGreaterThan(0);
  expect(result.retries.attempts).toBeGreaterThan(50);
  expect(result.webhooks.duplicate).toBeGreaterThan(0);
  expect(result.webhooks.forged).toBeGreaterThan(0);
  expect(endedInFineWeather).toBe(true);
}

function expectOneClassEach({ result, accounts, events }: StormyRun): void {
  const { ledger } = result;
  expect(ledger).toMatchObject({ open: 0, timedOut: 0, balanced: true });
  expect(accounts.toldTwice).toEqual([]);
  const dropped = eventsOf(events, 'dropped').map(({ seq }) => seq);
  expect(new Set([...accounts.answers.keys(), ...dropped]).size).toBe(ledger.planned);
  expect(accounts.answers.size + dropped.length).toBe(ledger.planned);
  const accepted = eventsOf(events, 'accepted').map(({ seq }) => seq);
  expect(new Set(accepted)).toEqual(new Set(accounts.ends.keys()));
  expect(accepted).toHaveLength(ledger.accepted);
}

/** The law of idempotency, and that nothing at the simulator is unknown to the harness. */
function expectOneOrderAKey(run: StormyRun): void {
  const { books, result, accounts, view } = run;
  expect(books).toMatchObject({ balanced: true, keysWithSeveralOrders: 0 });
  expect(result.idempotency.violations).toBe(0);
  expect(view.tracker.counters.replays).toMatchObject({ different_order: 0 });
  expect(books.orders.filter(({ debits }) => debits > 1)).toEqual([]);
  const bySeq = ordersBySeq(run);
  expect(bySeq.size).toBe(books.orders.length);
  const classes = new Set([...bySeq.keys()].map((seq) => accounts.answers.get(seq)));
  expect(classes).toEqual(new Set(['accepted', 'errored']));
}

/** What the harness says of an order, the simulator says, too. */
function expectSameEnds(run: StormyRun): void {
  const { accounts, events } = run;
  const bySeq = ordersBySeq(run);
  for (const { seq, orderId } of eventsOf(events, 'accepted')) {
    const truth = bySeq.get(seq);
    const state = accounts.ends.get(seq) === 'failed' ? 'failed' : 'delivered';
    expect(truth, `order ${seq}`).toMatchObject({ orderId, state });
  }
}

/** Known orders cost what the harness says, and what the simulator took besides is the money of orders in doubt. */
function expectSameMoney(run: StormyRun): void {
  const { result, books, accounts } = run;
  const { debitedUsd, refundedUsd } = result.spend;
  const known: BookedOrder[] = [];
  const inDoubt: BookedOrder[] = [];
  for (const [seq, order] of ordersBySeq(run)) {
    (accounts.answers.get(seq) === 'accepted' ? known : inDoubt).push(order);
  }
  expect(Math.round((debitedUsd - refundedUsd) * 100)).toBe(paidCents(known));
  const promised = books.orders.reduce((sum, { promisedCents }) => sum + promisedCents, 0);
  expect(books.debitsCents - promised - paidCents(known)).toBe(paidCents(inDoubt));
}

/** The simulator's orders by the number that the harness gave them. Fails for one that the harness can't know. */
function ordersBySeq({ books, result }: StormyRun): ReadonlyMap<number, BookedOrder> {
  const secret = runSecret(apiKey, result.run.id);
  const seqOf = new Map<string | null, number>();
  for (let seq = 0; seq < result.ledger.planned; seq += 1) seqOf.set(orderKey(secret, seq), seq);
  const bySeq = new Map<number, BookedOrder>();
  for (const order of books.orders) {
    const seq = seqOf.get(order.key);
    if (seq === undefined) throw new Error(`no order of the run has the key of ${order.orderId}`);
    bySeq.set(seq, order);
  }
  return bySeq;
}
