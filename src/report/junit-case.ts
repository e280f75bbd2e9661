import type { BudgetResult } from '../gate/judge.js';
import type { RunResult } from '../run/run-result.js';

/** What a case of a JUnit report shows. `skipped`: pipelines show it and do not fail on it. */
export type JunitOutcome = 'passed' | 'failure' | 'error' | 'skipped';

/** One case of a JUnit report. */
export interface JunitCase {
  readonly name: string;
  readonly outcome: JunitOutcome;
  /** Such as `budget.fail` or `run.invalid`; empty where it passed. */
  readonly type: string;
  /** One sentence; what it shows is told also where it passed. */
  readonly message: string;
}

/**
 * A case for each budget, in their order. What could not be measured or decided is an error, not a failure: nothing is known
 * against the API. Budgets that warn are skipped where they do not hold. A verdict that no budget tells has a case of its own.
 */
export function junitCases(result: RunResult): JunitCase[] {
  const { verdict, budgets } = result;
  const cases = budgets.map((budget) => budgetCase(budget, verdict));
  return needsOwnCase(result) ? [runCase(verdict), ...cases] : cases;
}

function budgetCase(
  { budget: name, result, severity, explanation }: BudgetResult,
  verdict: RunResult['verdict'],
): JunitCase {
  if (verdict.result === 'invalid') {
    const message = `the measurement is invalid: ${verdict.reasons[0] ?? 'no reason is known'}`;
    return { name, outcome: 'error', type: 'run.invalid', message };
  }
  if (result === 'pass') return { name, outcome: 'passed', type: '', message: explanation };
  if (severity === 'warn')
    return { name, outcome: 'skipped', type: '', message: `warning only: ${explanation}` };
  const outcome = result === 'fail' ? 'failure' : 'error';
  return { name, outcome, type: `budget.${result}`, message: explanation };
}

/** A rule beside the budgets was broken, or there are no budgets: some pipelines refuse a report without cases. */
function needsOwnCase({ verdict, budgets }: RunResult): boolean {
  const isTold = budgets.some(({ result, severity }) => result === 'fail' && severity === 'fail');
  return budgets.length === 0 || (verdict.result === 'fail' && !isTold);
}

function runCase({ result, reasons }: RunResult['verdict']): JunitCase {
  const message = reasons[0] ?? result;
  if (result === 'pass') return { name: 'run', outcome: 'passed', type: '', message };
  return { name: 'run', outcome: result === 'fail' ? 'failure' : 'error', type: `run.${result}`, message };
}
