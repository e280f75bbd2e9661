import { describe, expect, it } from 'vitest';
import { failureReasons } from '../../src/contract/failure-reason.js';
import { refusalReasons } from '../../src/contract/refusal-reason.js';
import { judge } from '../../src/gate/judge.js';
import { timeLimits } from '../../src/gate/time-limits.js';
import { parseBudget } from '../../src/profile/budget.js';
import { budgetMetrics, budgetUnitOf, isWithinMetric } from '../../src/profile/budget-metric.js';
import { deliveries, figuresWith } from './figures.js';

function only(text: string, figures: ReturnType<typeof figuresWith>) {
  const [result] = judge([parseBudget(text)], figures);
  if (result === undefined) throw new Error('one budget gives one result');
  return result;
}

const figures = figuresWith({
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
  it('gives back the budgets in their order, with all that a report needs', () => {
    const results = judge(['warn: success.rate > 90%', 'lost == 5'].map(parseBudget), figures);
    expect(results.map(({ budget, severity }) => [budget, severity])).toEqual([
      ['success.rate > 90%', 'warn'],
      ['lost == 5', 'fail'],
    ]);
    expect(results[1]).toEqual({
      budget: 'lost == 5',
      observed: 5,
      lower: null,
      upper: null,
      n: 1000,
      result: 'pass',
      severity: 'fail',
      metric: 'lost',
      selection: null,
      operator: '==',
      threshold: 5,
      unit: 'count',
      keepsIt: true,
      evidence: null,
      explanation: 'lost == 5 holds: observed 5 (n = 1000)',
    });
  });

  it.each([
    ['success.rate < 50%', 0.95, 1000],
    ['failures.rate < 50%', 0.03, 1000],
    ['failures.supplier_timeout.rate < 50%', 0.02, 1000],
    ['refusals.rate < 50%', 0.04, 1050],
    ['refusals.out_of_stock.rate < 50%', 34 / 1050, 1050],
    ['lost == 0', 5, 1000],
    ['timedOut == 0', 15, 1000],
    ['dropped == 0', 50, 1100],
    ['errored == 0', 8, 1050],
    ['idempotency.violations == 0', 1, 40],
    ['webhooks.duplicate == 0', 12, 1000],
    ['webhooks.duplicate.rate < 50%', 0.012, 1000],
    ['webhooks.outOfOrder == 0', 3, 1000],
    ['webhooks.forged == 0', 0, 1000],
    ['spend < 1 USD', 123_456, 1050],
  ])('reads the figure behind %s', (text, observed, n) => {
    expect(only(text, figures)).toMatchObject({ observed, n });
  });

  it('decides a share by its exact bounds, for either operator', () => {
    const success = (delivered: number, operator: string) =>
      only(`success.rate ${operator} 95%`, figuresWith({ orders: { delivered, failed: 1000 - delivered } }))
        .result;
    for (const operator of ['>', '>=']) {
      expect([962, 961, 938, 937].map((delivered) => success(delivered, operator))).toEqual([
        'pass',
        'inconclusive',
        'inconclusive',
        'fail',
      ]);
    }
    const failures = (failed: number) =>
      only('failures.rate < 1%', figuresWith({ orders: { delivered: 1000 - failed, failed } })).result;
    expect([4, 5, 15, 16].map(failures)).toEqual(['pass', 'inconclusive', 'inconclusive', 'fail']);
  });

  it('explains a share by its bounds and by what would have decided it', () => {
    expect(only('success.rate > 95%', figures).explanation).toMatch(
      /^success\.rate > 95% cannot be decided: observed 95 %, 95 % bounds 93\.\d+ % to 96\.\d+ % \(n = 1000\), wanted more than 95 %; 50 of 1000 against it, passes up to 38, fails from 63$/,
    );
  });

  it('decides a share of which not one may be against it by the count', () => {
    const none = figuresWith({ orders: { sent: 10 }, refusals: { network: 0 } });
    const one = figuresWith({ orders: { sent: 10 }, refusals: { network: 1 } });
    for (const text of ['refusals.rate == 0%', 'refusals.rate <= 0%', 'refusals.network.rate == 0%']) {
      expect([only(text, none).result, only(text, one).result]).toEqual(['pass', 'fail']);
    }
    const all = (failed: number) => figuresWith({ orders: { delivered: 10 - failed, failed } });
    for (const text of ['success.rate == 100%', 'success.rate >= 100%']) {
      expect([only(text, all(0)).result, only(text, all(1)).result]).toEqual(['pass', 'fail']);
    }
    expect([only('success.rate > 0%', all(9)).result, only('success.rate > 0%', all(10)).result]).toEqual([
      'pass',
      'fail',
    ]);
  });

  it.each([
    ['<', 'fail', 'fail', 'pass'],
    ['<=', 'fail', 'pass', 'pass'],
    ['>', 'pass', 'fail', 'fail'],
    ['>=', 'pass', 'pass', 'fail'],
    ['==', 'fail', 'pass', 'fail'],
  ])(
    'takes %s of a count as written: threshold below, at and above the figure',
    (operator, below, at, above) => {
      const outcome = (threshold: number) => only(`timedOut ${operator} ${threshold}`, figures).result;
      expect([outcome(14), outcome(15), outcome(16)]).toEqual([below, at, above]);
    },
  );

  it.each([
    'delivery.p50 < 12s',
    'delivery.within(12s) > 50%',
    'delivery.max < 12s',
    'delivery.mean < 12s',
    'success.rate >= 1%',
    'failures.rate < 1%',
    'failures.other.rate < 1%',
    'refusals.rate == 0%',
    'lost == 0',
    'dropped == 0',
    'idempotency.violations == 0',
    'webhooks.forged == 0',
    'webhooks.forged.rate < 1%',
    'spend < 100 USD',
  ])('never passes %s without an observation', (text) => {
    const limits = timeLimits([parseBudget(text)], null);
    const empty = figuresWith({ failures: { other: 0 }, latency: deliveries([], 0, limits) });
    const result = only(text, empty);
    expect(result).toMatchObject({ observed: null, lower: null, upper: null, n: 0, result: 'inconclusive' });
    expect(result.explanation).toContain('cannot be decided: nothing observed, wanted');
  });

  it('says money and counts in their units', () => {
    expect(only('spend < 1000.50 USD', figures).explanation).toBe(
      'spend < 1000.50 USD does not hold: observed 1234.56 USD (n = 1050), wanted less than 1000.50 USD',
    );
    expect(only('idempotency.violations == 0', figures).explanation).toBe(
      'idempotency.violations == 0 does not hold: observed 1 (n = 40), wanted exactly 0',
    );
  });

  it('judges a selection by the orders that it selects alone', () => {
    const { selections: _, ...part } = figuresWith({ orders: { delivered: 100 } });
    const selecting = { ...figures, selections: new Map([['{sku=a,stage=2}', part]]) };
    expect(only('success.rate{stage=2, sku=a} > 95%', selecting)).toMatchObject({
      n: 100,
      result: 'pass',
      selection: { sku: 'a', stage: 2 },
    });
    expect(() => only('success.rate{sku=b} > 95%', selecting)).toThrow(
      'no figures are kept for the orders that success.rate{sku=b} > 95% selects',
    );
  });

  it('keeps a figure for every metric that a profile can name, in the unit of its threshold', () => {
    const units = { ms: 'time', ratio: 'ratio', count: 'count', cents: 'money' } as const;
    const thresholds = { time: '9s', ratio: '50%', count: '9', money: '9 USD' };
    const zeros = (reasons: readonly string[]) => Object.fromEntries(reasons.map((reason) => [reason, 0]));
    const empty = figuresWith({ failures: zeros(failureReasons), refusals: zeros(refusalReasons) });
    for (const metric of budgetMetrics) {
      const name = isWithinMetric(metric) ? `${metric}(1s)` : metric;
      const { unit, n } = only(`${name} < ${thresholds[budgetUnitOf(metric)]}`, empty);
      expect([metric, units[unit], n]).toEqual([metric, budgetUnitOf(metric), 0]);
    }
  });

  it('refuses a metric, a time or a reason that it keeps no figure for', () => {
    const budget = parseBudget('lost == 0');
    const strange = { ...budget, metric: 'delivery.p42' as typeof budget.metric };
    expect(() => judge([strange], figures)).toThrow('no figure is kept for the budget metric delivery.p42');
    expect(() => only('failures.invalid_region.rate < 1%', figures)).toThrow(
      'no figure is kept for the reason invalid_region',
    );
    const timed = figuresWith({ latency: deliveries([1], 0, {}) });
    expect(() => only('delivery.p95 < 45s', timed)).toThrow('no count is kept for the limit of 45000 ms');
  });
});
