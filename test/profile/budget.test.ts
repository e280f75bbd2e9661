import { expect, test } from 'vitest';
import { parseBudget, writeBudget } from '../../src/profile/budget.js';
import { BudgetError } from '../../src/profile/budget-error.js';
import {
  budgetMetricOf,
  budgetMetrics,
  budgetMetricsByUnit,
  budgetUnitOf,
  budgetUnits,
} from '../../src/profile/budget-metric.js';
import { budgetPattern } from '../../src/profile/budget-pattern.js';

test.each([
  ['delivery.p95 < 45s', 'delivery.p95', '<', 45_000],
  ['deliveryOnly.p999 <= 1m30s', 'deliveryOnly.p999', '<=', 90_000],
  ['answer.mean<250ms', 'answer.mean', '<', 250],
  ['sendLag.max < 0.5ms', 'sendLag.max', '<', 0.5],
  ['success.rate > 95%', 'success.rate', '>', 0.95],
  ['success.rate >= 0.95', 'success.rate', '>=', 0.95],
  ['failures.supplier_timeout.rate < 0.7%', 'failures.supplier_timeout.rate', '<', 0.007],
  ['refusals.rate_limited.rate == 0%', 'refusals.rate_limited.rate', '==', 0],
  ['webhooks.outOfOrder.rate < 1%', 'webhooks.outOfOrder.rate', '<', 0.01],
  ['webhooks.forged == 0', 'webhooks.forged', '==', 0],
  ['idempotency.violations  ==  0', 'idempotency.violations', '==', 0],
  ['lost <= 5', 'lost', '<=', 5],
  ['spend <= 99.50 USD', 'spend', '<=', 9_950],
])('%s is read', (text, metric, operator, threshold) => {
  const plain = { severity: 'fail', withinMs: null, selection: null };
  expect(parseBudget(text)).toStrictEqual({ text, metric, operator, threshold, ...plain });
  expect(text).toMatch(new RegExp(budgetPattern()));
});

test.each([
  ['delivery.p95{sku=psn-tr-100} < 45s', { sku: 'psn-tr-100', stage: null }],
  ['answer.p99{stage=2} < 300ms', { sku: null, stage: 2 }],
  ['success.rate{sku=a.b-1,stage=12} > 95%', { sku: 'a.b-1', stage: 12 }],
  ['failures.supplier_timeout.rate{ stage = 1 , sku = x } < 1%', { sku: 'x', stage: 1 }],
  ['delivery.within(45s){sku=x} >= 95%', { sku: 'x', stage: null }],
  ['refusals.rate{stage=1} < 1%', { sku: null, stage: 1 }],
  ['lost{sku=x} == 0', { sku: 'x', stage: null }],
])('%s speaks of a part of the orders', (text, selection) => {
  expect(parseBudget(text).selection).toStrictEqual(selection);
  expect(text).toMatch(new RegExp(budgetPattern()));
});

test('a share within a time keeps the time apart from its threshold', () => {
  const budget = parseBudget('service.within(1m30s) > 0.99');
  expect([budget.metric, budget.withinMs, budget.threshold]).toStrictEqual(['service.within', 90_000, 0.99]);
  expect(budget.text).toMatch(new RegExp(budgetPattern()));
});

test('a budget that only warns says so before its text, and is written back so', () => {
  const text = 'warn: delivery.p99 < 90s';
  const budget = parseBudget(text);
  expect([budget.severity, budget.text]).toStrictEqual(['warn', 'delivery.p99 < 90s']);
  expect([writeBudget(budget), writeBudget({ ...budget, severity: 'fail' })]).toStrictEqual([
    text,
    budget.text,
  ]);
  expect(text).toMatch(new RegExp(budgetPattern()));
});

test.each([
  ['failures.rate < 0%', 'a threshold above 0, because no run can keep this one'],
  ['delivery.p95 < 0s', 'a threshold above 0, because no run can keep this one'],
  ['lost < 0', 'a threshold above 0, because no run can keep this one'],
  ['spend < 0 USD', 'a threshold above 0, because no run can keep this one'],
  ['success.rate > 100%', 'a threshold below 100%, because no run can keep this one'],
  ['success.rate >= 0%', 'a threshold between 0% and 100%, because every run keeps this one'],
  ['refusals.rate <= 1', 'a threshold between 0% and 100%, because every run keeps this one'],
  [
    'success.rate == 95%',
    'one of the operators < <= > >=, because no share but 0% and 100% can be shown to be exact',
  ],
])('%s is refused, because it says nothing: wanted %s', (text, wanted) => {
  expect(() => parseBudget(text)).toThrow(`budget is "${text}"; wanted ${wanted}`);
});

const selections = 'a selection like {sku=psn-tr-100}, {stage=2} or {sku=psn-tr-100,stage=2}';
const grammar = 'metric, operator and threshold like delivery.p95 < 45s';
const operators = 'one of the operators < <= > >= ==';

test.each([
  ['', grammar],
  ['delivery.p95', grammar],
  ['delivery.p95 under 45s', grammar],
  ['delivery.p95 45s', grammar],
  ['warning: delivery.p95 < 45s', grammar],
  [
    'delivery.p95 == 45s',
    'one of the operators < <= > >=, because no time can be shown to be exactly another',
  ],
  ['delivery.within >= 95%', 'a duration in brackets like delivery.within(45s)'],
  ['delivery.within(45) >= 95%', 'a duration in brackets like delivery.within(45s)'],
  ['delivery.within(45s) >= 45s', 'a share like 95% as its threshold'],
  ['delivery.p95(45s) < 45s', 'delivery.p95 without a time in brackets, which only …within(45s) has'],
  ['spend{sku=x} < 20 USD', 'spend without a selection, because it is known of the whole run only'],
  [
    'idempotency.violations{stage=1} == 0',
    'idempotency.violations without a selection, because it is known of the whole run only',
  ],
  ['delivery.p95{} < 45s', selections],
  ['delivery.p95{stage=0} < 45s', selections],
  ['delivery.p95{sku=} < 45s', selections],
  ['delivery.p95{skus=x} < 45s', `${selections} instead of the key skus (did you mean sku?)`],
  ['delivery.p9 < 45s', 'a known metric instead of delivery.p9 (did you mean delivery.p90?)'],
  ['delivery.p995 < 45s', 'a known metric instead of delivery.p995 (did you mean delivery.p95?)'],
  ['sucess.rate > 95%', 'a known metric instead of sucess.rate (did you mean success.rate?)'],
  [
    'failures.suplier_timeout.rate < 1%',
    'a known metric instead of failures.suplier_timeout.rate (did you mean failures.supplier_timeout.rate?)',
  ],
  ['throughput > 5', 'a known metric instead of throughput'],
  ['__proto__ > 5', 'a known metric instead of __proto__'],
  ['delivery.p95 =< 45s', `${operators} instead of =<`],
  ['delivery.p95 = 45s', `${operators} instead of =`],
  ['delivery.p95 != 45s', `${operators} instead of !=`],
  ['delivery.p95 ≤ 45s', `${operators} instead of ≤`],
  ['delivery.p95 < 45', 'a duration like 45s as its threshold'],
  ['delivery.p95 < 95%', 'a duration like 45s as its threshold'],
  ['delivery.p95 < -1s', 'a duration like 45s as its threshold'],
  ['delivery.p95 <', 'a duration like 45s as its threshold'],
  ['success.rate > 95', 'a share like 95% as its threshold'],
  ['success.rate > 45s', 'a share like 95% as its threshold'],
  ['lost < 1%', 'a whole number like 0 as its threshold'],
  ['lost < 1.5', 'a whole number like 0 as its threshold'],
  ['spend < 100', 'a sum like 100 USD as its threshold'],
])('%j is refused: wanted %s', (text, wanted) => {
  let thrown: unknown;
  try {
    parseBudget(text);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(BudgetError);
  expect(thrown).toHaveProperty('wanted', wanted);
  expect(thrown).toHaveProperty('message', `budget is ${JSON.stringify(text)}; wanted ${wanted}`);
  expect(text).not.toMatch(new RegExp(budgetPattern()));
});

test('the list of metrics is closed: 35 times, 31 ratios, 12 counts and the spend', () => {
  expect(budgetUnits.map((unit) => budgetMetricsByUnit[unit].length)).toStrictEqual([35, 31, 12, 1]);
  expect(new Set(budgetMetrics).size).toBe(79);
});

test('each metric is found by its name and knows its unit', () => {
  for (const unit of budgetUnits) {
    for (const metric of budgetMetricsByUnit[unit]) {
      expect([budgetMetricOf(metric), budgetUnitOf(metric)]).toStrictEqual([metric, unit]);
    }
  }
  expect(budgetMetricOf('delivery')).toBeNull();
});
