import type { BudgetResult } from '../../src/gate/judge.js';

/** A budget that was judged, by hand: it holds, but for what `parts` say. */
export function judged(parts: Partial<BudgetResult> = {}): BudgetResult {
  const { budget = 'delivery.p95 < 45s', result = 'pass' } = parts;
  return {
    budget,
    observed: 1,
    lower: null,
    upper: null,
    n: 9,
    result,
    severity: 'fail',
    metric: budget.split(' ')[0] ?? budget,
    selection: null,
    operator: '<',
    threshold: 45_000,
    unit: 'ms',
    keepsIt: result === 'inconclusive' ? null : result === 'pass',
    evidence: null,
    explanation: `${budget}: ${result}`,
    ...parts,
  };
}
