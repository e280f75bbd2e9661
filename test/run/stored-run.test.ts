import { expect, test } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import { parseBudget } from '../../src/profile/budget.js';
import { storedRun } from '../../src/run/stored-run.js';
import { accepted, sent, webhook } from '../resume/events.js';
import { footer, leftRun } from '../resume/left-run.js';

/** A delivered order of an SKU in a stage, planned every 100 ms, that took `tookMs`. */
function order(seq: number, sku: number, stage: number, tookMs: number): OrderEvent[] {
  const plannedMs = seq * 100;
  return [
    { kind: 'planned', atMs: plannedMs, seq, sku, stage },
    sent(seq),
    accepted(seq),
    webhook(seq, 'delivered', plannedMs + tookMs),
  ];
}

const profile = {
  load: {
    stages: [
      { rate: '10/s', for: '6s' },
      { rate: '10/s', for: '6s' },
    ],
  },
  orders: [{ sku: 'a' }, { sku: 'b' }, { sku: 'b', quantity: 2 }],
};

/** 120 orders: those of `a` take a second, those of `b` two, in the second stage three. Instants are exact in binary. */
function records(): OrderEvent[] {
  return Array.from({ length: 120 }, (_, seq) => {
    const [sku, stage] = [seq % 3, seq < 60 ? 0 : 1];
    return order(seq, sku, stage, stage === 1 ? 3000 : sku === 0 ? 1000 : 2000);
  }).flat();
}

/** A histogram gives up to 0.1 % too much. */
function rounded(observed: number | null): number {
  return Number((observed ?? Number.NaN).toPrecision(3));
}

const ended: OrderEvent = { kind: 'ended', atMs: 20_000 };

test('a stored run is judged by times that it was not judged by before, exactly', () => {
  const folder = leftRun([...records(), ended, footer()], { profile });
  const texts = [
    'delivery.p50 < 3s',
    'delivery.p50 <= 3s',
    'delivery.within(2s) >= 45%',
    'delivery.max < 3s',
  ];
  const { budgets, verdict, run } = storedRun(folder, () => texts.map(parseBudget)).result;
  expect(budgets.map(({ n, observed, result }) => [n, rounded(observed), result])).toEqual([
    [120, 2000, 'inconclusive'],
    [120, 2000, 'pass'],
    [120, 0.5, 'inconclusive'],
    [120, 3000, 'fail'],
  ]);
  expect(verdict.result).toBe('fail');
  expect(run.id).toBe('20260518-102400-left-0a1b2c3d');
});

test('selections are those of the profile that ran: an SKU in all its entries, stages counted from 1', () => {
  const folder = leftRun([...records(), ended, footer()], { profile });
  const texts = [
    'delivery.p95{sku=a,stage=1} <= 1s',
    'success.rate{sku=b} > 90%',
    'delivery.p50{stage=2} > 2s',
    'delivery.p50{stage=1} < 2s',
    'lost{sku=b,stage=2} == 0',
  ];
  const { budgets } = storedRun(folder, () => texts.map(parseBudget)).result;
  expect(budgets.map(({ n, result }) => [n, result])).toEqual([
    [20, 'inconclusive'],
    [80, 'pass'],
    [60, 'pass'],
    [60, 'fail'],
    [40, 'pass'],
  ]);
});

test('orders that were open when the run ended are late, in a selection as among all', () => {
  const open: OrderEvent[] = [
    { kind: 'planned', atMs: 12_000, seq: 120, sku: 1, stage: 1 },
    sent(120, 12_001),
    accepted(120, 12_002),
  ];
  const folder = leftRun([...records(), ...open, ended, footer()], { profile });
  const texts = ['delivery.max < 9s', 'delivery.max{sku=b,stage=2} < 9s', 'delivery.max{sku=a} < 9s'];
  const { budgets, verdict } = storedRun(folder, () => texts.map(parseBudget)).result;
  expect(budgets.map(({ n, observed }) => [n, observed])).toEqual([
    [121, null],
    [41, null],
    [40, 3000],
  ]);
  expect(verdict.result).toBe('invalid');
  expect(verdict.reasons[0]).toBe('1 accepted orders were still open when the run was left');
});

test('what made a run invalid still does, whatever it is judged by', () => {
  const trouble = 'the embedded sandbox ended';
  const saturated = { loopDelayP99Ms: 400, cpuRatio: 0.9, receiverP99Ms: 1 };
  const end = footer({ troubles: [trouble], generator: saturated });
  const folder = leftRun([...records(), ended, end], { profile });
  const { verdict } = storedRun(folder, () => [parseBudget('lost == 0')]).result;
  expect(verdict.result).toBe('invalid');
  expect(verdict.reasons[0]).toBe(trouble);
  expect(verdict.reasons[1]).toMatch(/^the generator was saturated: the event loop was blocked/);
});

test('a rule that the API broke fails a stored run, too', () => {
  const end = footer({ earlyEnd: { cause: 'api', sentence: 'abort.errorRate: 6 of 20 orders' } });
  const folder = leftRun([...records(), ended, end], { profile });
  expect(storedRun(folder, () => [parseBudget('lost == 0')]).result.verdict).toEqual({
    result: 'fail',
    reasons: ['abort.errorRate: 6 of 20 orders'],
  });
});

test('a run whose resume was killed is not finished either', () => {
  const folder = leftRun([...records(), ended, footer(), { kind: 'resumed', atMs: 30_000 }], { profile });
  expect(() => storedRun(folder)).toThrow(
    / is not finished; if nobody is running it, settle it by foxload resume$/,
  );
});

test('a run that is not finished is not judged', () => {
  const folder = leftRun(records(), { profile });
  expect(() => storedRun(folder, () => [parseBudget('lost == 0')])).toThrow(
    `${folder} is not finished; if nobody is running it, settle it by foxload resume`,
  );
});

test('the canary of production belongs to no stage', () => {
  const production = {
    ...profile,
    target: { environment: 'production' },
    limits: { orders: 200, spend: '2000 USD', skus: { a: '5 USD', b: '5 USD' } },
  };
  const folder = leftRun([...records(), ended, footer()], {
    profile: production,
    header: { environment: 'production' },
  });
  const texts = ['delivery.p50{stage=1} < 9s', 'delivery.p50{sku=a} < 9s'];
  const { budgets } = storedRun(folder, () => texts.map(parseBudget)).result;
  expect(budgets.map(({ n }) => n)).toEqual([59, 40]);
});
