import { describe, expect, it } from 'vitest';
import { failureReasons } from '../../src/contract/failure-reason.js';
import { refusalReasons } from '../../src/contract/refusal-reason.js';
import { judge } from '../../src/gate/judge.js';
import { observedMetric } from '../../src/gate/observation.js';
import type { LatencyFigures } from '../../src/latency/latency-figures.js';
import type { Budget, BudgetOperator } from '../../src/profile/budget.js';
import { budgetMetrics, budgetUnitOf } from '../../src/profile/budget-metric.js';
import { figuresWith, noTimes } from './figures.js';

const deadlineMs = 300_000;

function budget(metric: string, operator: string, threshold: number): Budget {
  const text = `${metric} ${operator} ${threshold}`;
  return { text, metric: metric as Budget['metric'], operator: operator as BudgetOperator, threshold };
}

function only(metric: string, operator: string, threshold: number, figures: ReturnType<typeof figuresWith>) {
  const [result] = judge([budget(metric, operator, threshold)], figures);
  if (result === undefined) throw new Error('one budget gives one result');
  return result;
}

const delivered: LatencyFigures = {
  count: 1000,
  undelivered: 0,
  p50Ms: 9000,
  p90Ms: 25_000,
  p95Ms: 34_000,
  p99Ms: 68_000,
  p999Ms: 150_000,
  maxMs: 151_000,
  meanMs: 12_000,
};
const partly: LatencyFigures = {
  ...delivered,
  count: 985,
  undelivered: 15,
  p99Ms: null,
  p999Ms: null,
  maxMs: null,
  meanMs: null,
  beyondMs: deadlineMs,
};
const figures = figuresWith({
  latency: { delivery: delivered, service: partly, answer: { ...noTimes, count: 2, maxMs: 12 } },
  orders: {
    planned: 1100,
    dropped: 50,
    sent: 1050,
    errored: 8,
    delivered: 950,
    failed: 30,
    timedOut: 15,
    lost: 5,
  },
  failures: { supplier_timeout: 20, stock_revoked: 10, other: 0 },
  refusals: { out_of_stock: 34, network: 8, other: 0 },
  webhooks: { received: 1000, duplicate: 12, outOfOrder: 3 },
  idempotency: { replays: 40, violations: 1 },
  spendCents: 123_456,
});

describe('judge', () => {
  it('gives back the budget, the figure, its size and the outcome, in the order of the budgets', () => {
    const budgets = [budget('delivery.p95', '<', 45_000), budget('delivery.p50', '<', 9000)];
    expect(judge(budgets, figures)).toEqual([
      {
        budget: 'delivery.p95 < 45000',
        observed: 34_000,
        lower: null,
        upper: null,
        n: 1000,
        result: 'pass',
        explanation: 'delivery.p95 < 45000 holds: observed 34 s (n = 1000)',
      },
      {
        budget: 'delivery.p50 < 9000',
        observed: 9000,
        lower: null,
        upper: null,
        n: 1000,
        result: 'fail',
        explanation: 'delivery.p50 < 9000 does not hold: observed 9 s (n = 1000), wanted less than 9 s',
      },
    ]);
  });

  it.each([
    ['delivery.p50', 9000, 1000],
    ['delivery.p90', 25_000, 1000],
    ['delivery.p95', 34_000, 1000],
    ['delivery.p99', 68_000, 1000],
    ['delivery.p999', 150_000, 1000],
    ['delivery.max', 151_000, 1000],
    ['delivery.mean', 12_000, 1000],
    ['service.p95', 34_000, 1000],
    ['answer.max', 12, 2],
    ['success.rate', 0.95, 1000],
    ['failures.rate', 0.03, 1000],
    ['failures.supplier_timeout.rate', 0.02, 1000],
    ['failures.other.rate', 0, 1000],
    ['refusals.rate', 0.04, 1050],
    ['refusals.out_of_stock.rate', 34 / 1050, 1050],
    ['lost', 5, 1000],
    ['timedOut', 15, 1000],
    ['dropped', 50, 1100],
    ['errored', 8, 1050],
    ['idempotency.violations', 1, 40],
    ['webhooks.duplicate', 12, 1000],
    ['webhooks.duplicate.rate', 0.012, 1000],
    ['webhooks.outOfOrder', 3, 1000],
    ['webhooks.outOfOrder.rate', 0.003, 1000],
    ['webhooks.forged', 0, 1000],
    ['spend', 123_456, 1050],
  ])('reads %s as %d of n = %d', (metric, observed, n) => {
    expect(only(metric, '==', observed, figures)).toMatchObject({ observed, n, result: 'pass' });
    expect(only(metric, '==', observed + 1, figures)).toMatchObject({ observed, n, result: 'fail' });
  });

  it.each([
    ['<', 'fail', 'fail', 'pass'],
    ['<=', 'fail', 'pass', 'pass'],
    ['>', 'pass', 'fail', 'fail'],
    ['>=', 'pass', 'pass', 'fail'],
    ['==', 'fail', 'pass', 'fail'],
  ])('takes %s as written: threshold below, at and above the figure', (operator, below, at, above) => {
    expect(only('timedOut', operator, 14, figures).result).toBe(below);
    expect(only('timedOut', operator, 15, figures).result).toBe(at);
    expect(only('timedOut', operator, 16, figures).result).toBe(above);
  });

  it('fails a percentile beyond the deadline against any threshold up to the deadline', () => {
    expect(only('service.p99', '<', 90_000, figures)).toEqual({
      budget: 'service.p99 < 90000',
      observed: null,
      lower: null,
      upper: null,
      n: 1000,
      result: 'fail',
      beyondMs: deadlineMs,
      explanation:
        'service.p99 < 90000 does not hold: observed later than the deadline of 300 s (n = 1000), wanted less than 90 s',
    });
    expect(only('service.max', '<=', deadlineMs, figures).result).toBe('fail');
    expect(only('service.max', '==', deadlineMs, figures).result).toBe('fail');
    expect(only('service.p999', '>', deadlineMs, figures).result).toBe('pass');
  });

  it('cannot decide about a threshold that lies beyond the deadline too', () => {
    expect(only('service.p99', '<', deadlineMs + 1, figures).result).toBe('inconclusive');
    expect(only('service.p99', '>', deadlineMs + 1, figures).result).toBe('inconclusive');
  });

  it('cannot decide about a mean while an order has no known end', () => {
    expect(only('service.mean', '<', 20_000, figures)).toMatchObject({
      observed: null,
      result: 'inconclusive',
    });
    expect(only('service.mean', '<', 20_000, figures)).not.toHaveProperty('beyondMs');
  });

  it.each([
    ['delivery.p50', '<', 12_000],
    ['success.rate', '>=', 0],
    ['failures.rate', '<', 1],
    ['failures.other.rate', '<', 1],
    ['refusals.rate', '<', 1],
    ['lost', '==', 0],
    ['dropped', '==', 0],
    ['idempotency.violations', '==', 0],
    ['webhooks.forged', '==', 0],
    ['webhooks.forged.rate', '<', 1],
    ['spend', '<', 10_000],
  ])('never passes %s without an observation', (metric, operator, threshold) => {
    const result = only(metric, operator, threshold, figuresWith({ failures: { other: 0 } }));
    expect(result).toMatchObject({ observed: null, n: 0, result: 'inconclusive' });
    expect(result.explanation).toContain('cannot be decided: nothing observed, wanted');
  });

  it('says shares, money and counts in their units', () => {
    expect(only('success.rate', '>', 0.95, figures).explanation).toBe(
      'success.rate > 0.95 does not hold: observed 95 % (n = 1000), wanted more than 95 %',
    );
    expect(only('spend', '<', 100_050, figures).explanation).toBe(
      'spend < 100050 does not hold: observed 1234.56 USD (n = 1050), wanted less than 1000.50 USD',
    );
    expect(only('idempotency.violations', '==', 0, figures).explanation).toBe(
      'idempotency.violations == 0 does not hold: observed 1 (n = 40), wanted exactly 0',
    );
    expect(only('answer.max', '<', 11.5, figures).explanation).toContain(
      'observed 12 ms (n = 2), wanted less than 11.5 ms',
    );
  });

  it('keeps a figure for every metric that a profile can name, in the unit of its threshold', () => {
    const units = { ms: 'time', ratio: 'ratio', count: 'count', cents: 'money' };
    const zeros = (reasons: readonly string[]) => Object.fromEntries(reasons.map((reason) => [reason, 0]));
    const empty = figuresWith({ failures: zeros(failureReasons), refusals: zeros(refusalReasons) });
    for (const name of budgetMetrics) {
      const { unit, observe } = observedMetric(name);
      expect([name, units[unit], observe(empty).n]).toEqual([name, budgetUnitOf(name), 0]);
    }
  });

  it('refuses a metric or a reason that it keeps no figure for', () => {
    expect(() => only('delivery.p42', '<', 1, figures)).toThrow(
      'no figure is kept for the budget metric delivery.p42',
    );
    expect(() => only('failures.gremlins.rate', '<', 1, figures)).toThrow(
      'no figure is kept for the reason gremlins',
    );
  });
});
