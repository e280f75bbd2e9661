import { describe, expect, it } from 'vitest';
import { comparisonDefaults } from '../../src/compare/compare-runs.js';
import { compareSamples } from '../../src/compare/compare-samples.js';
import type { MetricComparison } from '../../src/compare/comparison.js';
import { comparisonResult } from '../../src/compare/comparison-result.js';
import { type SimulatedSystem, simulatedRun, simulatedRuns } from './simulated-runs.js';

function metricsOf(
  base: SimulatedSystem,
  head: SimulatedSystem,
  runs = 1,
): Readonly<Record<string, MetricComparison>> {
  const metrics = compareSamples(
    simulatedRuns(runs, base, 1),
    simulatedRuns(runs, head, 2),
    comparisonDefaults,
  );
  return Object.fromEntries(metrics.map((metric) => [metric.metric, metric]));
}

describe('a comparison of two runs', () => {
  it('says by how much it is worse, within an interval that holds the truth', () => {
    const { 'delivery.p50': p50 } = metricsOf({ orders: 20_000 }, { orders: 20_000, slower: 1.5 });
    expect(p50?.result).toBe('worse');
    expect(p50?.lower).toBeGreaterThan(0.4);
    expect(p50?.lower).toBeLessThan(0.5);
    expect(p50?.upper).toBeGreaterThan(0.5);
    expect(p50?.upper).toBeLessThan(0.6);
    expect(p50?.quotient).toBeCloseTo(1 + (p50?.change ?? 0), 12);
    expect(p50?.adjustedP).toBeLessThanOrEqual(0.05);
  });

  it('calls a change better when it is, of times and of shares', () => {
    const found = metricsOf({ orders: 20_000, failing: 0.2, slower: 1.5 }, { orders: 20_000, failing: 0.02 });
    expect(found['delivery.p95']?.result).toBe('better');
    expect(found['failures.rate']?.result).toBe('better');
    expect(found['success.rate']?.result).toBe('better');
    expect(found['success.rate']?.change).toBeGreaterThan(0.15);
    expect(found['failures.supplier_timeout.rate']?.result).toBe('better');
    expect(found['answer.p50']?.result).toBe('no change');
  });

  it('mirrors its result when the sides are exchanged', () => {
    const [one, other] = [
      simulatedRun({ orders: 5_000 }, 3),
      simulatedRun({ orders: 5_000, slower: 1.4 }, 4),
    ];
    const there = compareSamples([one], [other], comparisonDefaults);
    const back = compareSamples([other], [one], comparisonDefaults);
    const mirrored = { worse: 'better', better: 'worse', 'no change': 'no change', undecided: 'undecided' };
    const times = there.filter(({ unit }) => unit === 'ms');
    expect(times.map(({ result }) => mirrored[result])).toEqual(
      back.filter(({ unit }) => unit === 'ms').map(({ result }) => result),
    );
  });

  it('says no change only where the whole interval lies within the margin', () => {
    const all = Object.values(metricsOf({ orders: 5_000 }, { orders: 5_000 }));
    const within = ({ lower, upper, marginLower, marginUpper }: MetricComparison) =>
      lower !== null && upper !== null && lower >= marginLower && upper <= marginUpper;
    expect(all.map(({ result }) => result === 'no change')).toEqual(all.map(within));
    expect(all.filter(within).length).toBeGreaterThan(3);
  });

  it('gives the same figures for the same seed, whatever else is compared', () => {
    const [base, head] = [simulatedRun({ orders: 500 }, 1), simulatedRun({ orders: 500 }, 2)];
    const shares = new Map([...base.shares].filter(([name]) => name !== 'failures.supplier_timeout.rate'));
    const [first] = compareSamples([base], [head], comparisonDefaults);
    const [again] = compareSamples([{ ...base, shares }], [head], comparisonDefaults);
    expect([again?.lower, again?.upper, again?.p]).toEqual([first?.lower, first?.upper, first?.p]);
  });
});

describe('what can not be known', () => {
  it('is undecided in every metric of what became of twenty orders, and the whole is inconclusive', () => {
    const all = Object.values(metricsOf({ orders: 20 }, { orders: 20 }));
    const onOrders = all.filter(({ metric }) => !metric.startsWith('answer.'));
    expect(new Set(onOrders.map(({ result }) => result))).toEqual(new Set(['undecided']));
    expect(comparisonResult(all).result).toBe('inconclusive');
  });

  it('is inconclusive where only answers and refusals could be decided', () => {
    const all = Object.values(metricsOf({ orders: 5_000 }, { orders: 5_000 }));
    const open = all.map((metric) =>
      metric.metric.startsWith('delivery.') ? { ...metric, result: 'undecided' as const } : metric,
    );
    expect([comparisonResult(all).result, comparisonResult(open).result]).toEqual([
      'not worse',
      'inconclusive',
    ]);
  });

  it('leaves the end of an interval open that lies past the slowest order', () => {
    const { 'delivery.p99': p99 } = metricsOf({ orders: 100 }, { orders: 100 });
    expect([p99?.lower, p99?.upper, p99?.result]).toEqual([null, null, 'undecided']);
  });

  it('calls a percentile beyond the deadline worse than a number, without a ratio', () => {
    const found = metricsOf({ orders: 2_000 }, { orders: 2_000, deadlineMs: 40_000 });
    const { 'delivery.p95': p95 } = found;
    expect(p95?.result).toBe('worse');
    expect(p95?.head).toEqual({ value: null, beyondMs: expect.closeTo(40_000, 6), n: expect.any(Number) });
    expect([p95?.change, p95?.quotient, p95?.lower, p95?.upper]).toEqual([null, null, null, null]);
    expect(found['delivery.p50']?.result).not.toBe('worse');
  });

  it('does not decide between two percentiles that both lie beyond the deadline', () => {
    const late = { orders: 2_000, deadlineMs: 20_000 };
    expect(metricsOf(late, late)['delivery.p95']?.result).toBe('undecided');
  });

  it('does not take a failure that was never seen for one that never happens', () => {
    const { 'refusals.rate': few } = metricsOf({ orders: 50 }, { orders: 50 });
    expect([few?.base.value, few?.head.value, few?.result]).toEqual([0, 0, 'undecided']);
    const { 'refusals.rate': many } = metricsOf({ orders: 5_000 }, { orders: 5_000 });
    expect(many?.result).toBe('no change');
  });

  it('is told without a figure where a run has no observation', () => {
    const empty = simulatedRun({ orders: 0 }, 1);
    const [first] = compareSamples([empty], [simulatedRun({ orders: 100 }, 2)], comparisonDefaults);
    expect(first).toMatchObject({
      base: { value: null, n: 0 },
      lower: null,
      upper: null,
      p: 1,
      result: 'undecided',
    });
  });
});

describe('a comparison of several runs a side', () => {
  it('is wider where runs differ of themselves', () => {
    const width = (betweenRuns: number) => {
      const { 'delivery.p50': p50 } = metricsOf(
        { orders: 2_000, betweenRuns },
        { orders: 2_000, betweenRuns },
        4,
      );
      return (p50?.upper ?? 0) - (p50?.lower ?? 0);
    };
    expect(width(0.2)).toBeGreaterThan(3 * width(0));
  });

  it('finds a change that all runs of a side show', () => {
    const found = metricsOf({ orders: 2_000 }, { orders: 2_000, slower: 1.5 }, 4);
    expect(found['delivery.p50']?.result).toBe('worse');
    expect(found['answer.p50']?.result).not.toBe('worse');
  });

  it('does not call a side late for one run that was beyond the deadline', () => {
    const runs = [1, 2, 3, 4].map((seed) => simulatedRun({ orders: 2_000 }, seed));
    const late = simulatedRun({ orders: 2_000, deadlineMs: 40_000 }, 5);
    const head = [5, 6, 7].map((seed) => simulatedRun({ orders: 2_000 }, seed + 10));
    const metrics = compareSamples(runs, [...head, late], comparisonDefaults);
    const p95 = metrics.find(({ metric }) => metric === 'delivery.p95');
    expect([p95?.head.value, p95?.result]).toEqual([null, 'undecided']);
  });
});
