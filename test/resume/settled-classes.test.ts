import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { resumeRun } from '../../src/run/resume-run.js';
import { accepted, errored, polledAs, sent, webhook } from './events.js';
import { footer, intent, leftRun, plannedOrders, scheduled } from './left-run.js';

/** No order of any class. */
const none = {
  neverSent: 0,
  dropped: 0,
  refused: 0,
  delivered: 0,
  failed: 0,
  timedOut: 0,
  lost: 0,
  open: 0,
  inDoubt: 0,
};

async function classesOf(folder: string) {
  const { orders, result } = await resumeRun(folder, {});
  expect(Object.values(orders).reduce((sum, count) => sum + count, 0)).toBe(scheduled);
  expect(result.ledger.balanced).toBe(true);
  return orders;
}

test('a run killed before its first intent has sent nothing', async () => {
  expect(await classesOf(leftRun([]))).toEqual({ ...none, neverSent: 10 });
});

test('every order is in exactly one class, by the last that the journal tells of it', async () => {
  const folder = leftRun([
    intent(0, 8),
    ...plannedOrders(0, 7),
    { kind: 'dropped', atMs: 0, seq: 0, reason: 'in_flight' },
    sent(1),
    { kind: 'refused', atMs: 2, seq: 1, reason: 'out_of_stock', status: 409 },
    sent(2),
    accepted(2),
    webhook(2, 'delivered', 300),
    sent(3),
    accepted(3),
    webhook(3, 'failed', 300),
    sent(4),
    accepted(4),
    sent(5),
    errored(5, 'timeout'),
    sent(6),
    sent(7),
    accepted(7),
    { kind: 'expired', atMs: 60_701, seq: 7 },
    polledAs(7, 'delivered', 60_702),
  ]);
  // 6 was sent without an answer, 8 was intended; 9 was never intended, so it never left.
  const expected = { dropped: 1, refused: 1, delivered: 1, failed: 1, open: 1, inDoubt: 3, lost: 1 };
  expect(await classesOf(folder)).toEqual({ ...none, ...expected, neverSent: 1 });
});

test('orders whose planned lines were lost are in doubt as far as an intent covers them, never "never sent"', async () => {
  const folder = leftRun([intent(0, 3), ...plannedOrders(0, 1), sent(0), accepted(0)]);
  expect(await classesOf(folder)).toEqual({ ...none, open: 1, inDoubt: 3, neverSent: 6 });
  const planned = eventsIn(folder).filter(({ kind }) => kind === 'planned');
  expect(planned.map(({ seq, atMs }) => [seq, atMs])).toEqual([
    [0, 0],
    [1, 100],
    [2, 200],
    [3, 300],
  ]);
});

test('an order that the spend limit denied was never intended, so it is not in doubt', async () => {
  // Order 2 would have passed the limit: no intent covers it. Orders 3 and 4 are cheaper.
  const folder = leftRun([intent(0, 1), intent(3, 4), ...plannedOrders(0, 1)]);
  expect(await classesOf(folder)).toEqual({ ...none, inDoubt: 4, neverSent: 6 });
});

test('a planned order without an intent was never sent: its intent is safe before it leaves', async () => {
  const folder = leftRun([intent(0, 0), ...plannedOrders(0, 2), sent(0), accepted(0)]);
  expect(await classesOf(folder)).toEqual({ ...none, open: 1, dropped: 2, neverSent: 7 });
});

test('after an orderly end nothing is lost, so what was intended and not planned was never sent', async () => {
  const drained = [
    intent(0, 5),
    ...plannedOrders(0, 2),
    ...[0, 1].flatMap((seq) => [sent(seq), accepted(seq), webhook(seq, 'delivered', 500)]),
    { kind: 'dropped', atMs: 201, seq: 2, reason: 'shutdown' } as const,
    { kind: 'ended', atMs: 600 } as const,
    footer({ interruptedBy: 'SIGINT' }),
  ];
  const expected = { ...none, delivered: 2, dropped: 1, neverSent: 7 };
  expect(await classesOf(leftRun(drained))).toEqual(expected);
  expect(await classesOf(leftRun([...drained, { kind: 'resumed', atMs: 700 }]))).toEqual(expected);
});

test('what was intended and not due when a drain began was never sent, even if the process was killed then', async () => {
  const drained = [
    intent(0, 5),
    ...plannedOrders(0, 2),
    ...[0, 1].flatMap((seq) => [sent(seq), accepted(seq)]),
    { kind: 'drain', atMs: 250, from: 3 } as const,
  ];
  const expected = { ...none, open: 2, inDoubt: 1, neverSent: 7 };
  expect(await classesOf(leftRun(drained))).toEqual(expected);
  expect(await classesOf(leftRun([...drained, { kind: 'resumed', atMs: 700 }]))).toEqual(expected);
});

test('a drain that began before the first order left nothing in doubt', async () => {
  const folder = leftRun([intent(0, 5), { kind: 'drain', atMs: 1, from: 0 }]);
  expect(await classesOf(folder)).toEqual({ ...none, neverSent: 10 });
});

test('a run that was killed twice keeps what was doubted the first time, each under one reason', async () => {
  const folder = leftRun([
    intent(0, 1),
    ...plannedOrders(0, 1),
    sent(0),
    errored(0, 'network'),
    { kind: 'resumed', atMs: 1000 },
    { kind: 'in_doubt', atMs: 1001, seq: 1 },
    // Both were asked for again, and the process that did was killed before it heard.
    { kind: 'reopened', atMs: 1002, seq: 0, reason: 'network' },
    { kind: 'reopened', atMs: 1002, seq: 1, reason: 'other' },
  ]);
  expect(await classesOf(folder)).toEqual({ ...none, inDoubt: 2, neverSent: 8 });
  // Both ended as in doubt now, the reason of the first is over.
  const { result } = await resumeRun(folder);
  expect(result.refusals).toEqual([{ reason: 'other', count: 2, rate: 1 }]);
});

test('a run that ended, was resumed and killed again has no end yet', async () => {
  const folder = leftRun([
    intent(0, 9),
    ...plannedOrders(0, 9),
    ...Array.from({ length: 10 }, (_, seq) => [sent(seq), accepted(seq)]).flat(),
    ...Array.from({ length: 9 }, (_, seq) => webhook(seq, 'delivered', 1000)),
    { kind: 'ended', atMs: 1100 },
    footer({ interruptedBy: 'SIGINT' }),
    { kind: 'resumed', atMs: 1200 },
    webhook(9, 'delivered', 1300),
  ]);
  const { result, orders } = await resumeRun(folder);
  expect(orders).toEqual({ ...none, delivered: 10 });
  expect(result.run.resumed).toBe(true);
  expect(result.verdict.result).toBe('invalid');
  expect(eventsIn(folder).at(-1)).toMatchObject({ kind: 'closed', resumed: true });
});

function eventsIn(folder: string): Record<string, unknown>[] {
  const text = readFileSync(join(folder, 'orders.ndjson'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}
