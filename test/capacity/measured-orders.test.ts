import { expect, test } from 'vitest';
import { judgeStep } from '../../src/capacity/judge-step.js';
import { MeasuredOrders } from '../../src/capacity/measured-orders.js';
import { parseBudget } from '../../src/profile/budget.js';
import { readProfile } from '../../src/profile/read-profile.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';
import type { DecidedOrder } from '../../src/tracker/tracker-listener.js';
import { resultWith } from '../report/hand-made-result.js';

const profile = readProfile(
  'name: step\nload: { stages: [ { rate: 5/s, for: 1s } ] }\norders: [ { sku: a }, { sku: b } ]\n',
  'p.yaml',
);

/** An order that is delivered `tookMs` after it was planned, and answered after a millisecond. */
function heard(orders: MeasuredOrders, plannedMs: number, tookMs: number, parts: Partial<DecidedOrder> = {}) {
  const instants = { seq: 0, sku: 0, plannedMs, sentMs: plannedMs + 0.5, answeredMs: plannedMs + 1 };
  orders.answered({
    ...instants,
    sku: parts.sku ?? 0,
    stage: 0,
    outcome: 'accepted',
    reason: null,
    status: 201,
  });
  const decided = { outcome: 'delivered', via: 'webhook', reason: null, stage: 0 } as const;
  orders.decided({ ...instants, ...decided, decidedMs: plannedMs + tookMs, ...parts });
}

/** The measured stage goes from 1 s to 3 s. */
function measured(texts: readonly string[] = []): MeasuredOrders {
  const { orders, target } = profile;
  const judged = { orders, target, deadlineMs: 4_000, budgets: texts.map(parseBudget) };
  return new MeasuredOrders(judged, () => ({ fromMs: 1_000, untilMs: 3_000 }));
}

test('only orders planned in the measured stage count, whenever they are decided', () => {
  const orders = measured();
  heard(orders, 999, 5_000);
  heard(orders, 1_000, 100);
  heard(orders, 2_999, 3_000);
  heard(orders, 3_000, 10);
  heard(orders, 2_000, 400, { outcome: 'failed', reason: 'supplier_timeout' });
  expect(orders.outcomes).toEqual({ delivered: 2, failed: 1, timed_out: 0, lost: 0 });
  expect(orders.failures.supplier_timeout).toBe(1);
  const { delivery, sendLag, answer } = orders.latency.figures();
  expect([delivery.count, sendLag.count, answer.count]).toEqual([2, 3, 3]);
  expect(delivery.p50Ms).toBeCloseTo(100, 0);
});

test('the backlog is what was open at the two ends of the stage', () => {
  const orders = measured();
  heard(orders, 900, 50);
  heard(orders, 900, 150);
  heard(orders, 500, 9_000);
  heard(orders, 1_500, 100);
  heard(orders, 2_900, 200);
  heard(orders, 3_100, 200);
  expect(orders.backlog).toEqual({ startOrders: 2, endOrders: 2, sentOrders: 2 });
});

test('budgets on times and success are judged over the measured stage, counts over the whole step', () => {
  const orders = measured();
  heard(orders, 100, 3_000);
  heard(orders, 1_500, 100);
  const counters = emptyCounters();
  counters.refused.rate_limited = 5;
  const none = resultWith({});
  const result = { ...none, ledger: { ...none.ledger, planned: 20, sent: 20, refused: 5 } };
  const texts = ['delivery.max < 1s', 'success.rate > 95%', 'refusals.rate <= 1%'];
  const judged = judgeStep(texts.map(parseBudget), { result, counters, measured: orders });
  // One order proves nothing about 95 %; of 20 orders, five refusals prove that 1 % was passed.
  expect(judged.map((budget) => budget.result)).toEqual(['pass', 'inconclusive', 'fail']);
  expect(judged.map(({ keepsIt }) => keepsIt)).toEqual([true, true, false]);
  expect(judged.map(({ n }) => n)).toEqual([1, 1, 20]);
});

test('budgets on an SKU are judged by its orders of the measured stage alone', () => {
  const texts = ['delivery.p50{sku=b} < 1s', 'success.rate{sku=b} > 50%'];
  const orders = measured(texts);
  heard(orders, 100, 3_000, { sku: 1 });
  for (let i = 0; i < 5; i += 1) {
    heard(orders, 1_500 + i, 1_000);
    heard(orders, 1_500 + i, 999, { sku: 1 });
  }
  const judged = judgeStep(texts.map(parseBudget), {
    result: resultWith({}),
    counters: emptyCounters(),
    measured: orders,
  });
  expect(judged.map(({ n, result }) => [n, result])).toEqual([
    [5, 'pass'],
    [5, 'pass'],
  ]);
});
