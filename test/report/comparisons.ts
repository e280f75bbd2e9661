import { comparisonDefaults } from '../../src/compare/compare-runs.js';
import { compareSamples } from '../../src/compare/compare-samples.js';
import type { Comparison, MetricComparison } from '../../src/compare/comparison.js';
import { comparisonResult } from '../../src/compare/comparison-result.js';
import { simulatedRun } from '../compare/simulated-runs.js';

/** A comparison of two simulated runs, the second slower and more often late, `parts` put in. */
export function comparisonWith(parts: Partial<Comparison> = {}): Comparison {
  const base = simulatedRun({ orders: 3_000 }, 1);
  const head = simulatedRun({ orders: 3_000, slower: 1.4, failing: 0.06, deadlineMs: 60_000 }, 2);
  const metrics = compareSamples([base], [head], comparisonDefaults);
  const run = {
    profile: 'demo',
    startedAt: '2026-01-02T03:04:05.000Z',
    sent: 3_000,
    version: '0.1.0',
    node: 'v20.19.0',
    cores: 2,
  };
  return {
    schema: 1,
    ...comparisonResult(metrics),
    base: [{ ...run, id: '2026-01-02-030405-demo-0a0a' }],
    head: [{ ...run, id: '2026-01-02-040405-demo-0b0b' }],
    settings: comparisonDefaults,
    differences: [],
    notes: [],
    metrics,
    ...parts,
  };
}

/** The metric of that name. */
export function metricOf({ metrics }: Comparison, name: string): MetricComparison {
  const found = metrics.find(({ metric }) => metric === name);
  if (found === undefined) throw new Error(`no metric ${name}`);
  return found;
}
