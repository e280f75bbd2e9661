import { expect, test } from 'vitest';
import { BudgetError, budgetPattern, parseBudget } from '../../src/profile/budget.js';
import {
  budgetMetricOf,
  budgetMetrics,
  budgetMetricsByUnit,
  budgetUnitOf,
  budgetUnits,
} from '../../src/profile/budget-metric.js';

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
  expect(parseBudget(text)).toStrictEqual({ text, metric, operator, threshold });
  expect(text).toMatch(new RegExp(budgetPattern()));
});

const grammar = 'metric, operator and threshold like delivery.p95 < 45s';
const operators = 'one of the operators < <= > >= ==';

test.each([
  ['', grammar],
  ['delivery.p95', grammar],
  ['delivery.p95 under 45s', grammar],
  ['delivery.p95 45s', grammar],
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

test('the list of metrics is closed: 35 times, 26 ratios, 12 counts and the spend', () => {
  expect(budgetUnits.map((unit) => budgetMetricsByUnit[unit].length)).toStrictEqual([35, 26, 12, 1]);
  expect(new Set(budgetMetrics).size).toBe(74);
});

test('each metric is found by its name and knows its unit', () => {
  for (const unit of budgetUnits) {
    for (const metric of budgetMetricsByUnit[unit]) {
      expect([budgetMetricOf(metric), budgetUnitOf(metric)]).toStrictEqual([metric, unit]);
    }
  }
  expect(budgetMetricOf('delivery')).toBeNull();
});
