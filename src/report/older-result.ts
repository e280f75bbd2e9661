import type { BudgetResult } from '../gate/judge.js';
import { type Budget, parseBudget } from '../profile/budget.js';
import { budgetUnitOf } from '../profile/budget-metric.js';
import type { RunResult } from '../run/run-result.js';

/** A result of the same schema number that an older foxload wrote: the keys that came later may be missing. */
export type OlderResult = Omit<RunResult, 'pace' | 'budgets' | 'run' | 'webhooks'> & {
  readonly pace?: RunResult['pace'];
  readonly run: Omit<RunResult['run'], LaterFacts> & Partial<Pick<RunResult['run'], LaterFacts>>;
  readonly webhooks: Omit<RunResult['webhooks'], 'oldSecret'> & { readonly oldSecret?: number };
  readonly budgets: readonly OlderBudget[];
};

type LaterFacts = 'caveat' | 'endedEarly' | 'resumed';
type FirstBudgetKeys =
  | 'budget'
  | 'observed'
  | 'lower'
  | 'upper'
  | 'n'
  | 'result'
  | 'beyondMs'
  | 'explanation';
type OlderBudget = Pick<BudgetResult, FirstBudgetKeys> & Partial<Omit<BudgetResult, FirstBudgetKeys>>;

const units = { time: 'ms', ratio: 'ratio', count: 'count', money: 'cents' } as const;

/**
 * The result with every key that this foxload writes. What an older one did not know has the value that says so: it knew no
 * closed model and no warnings, it did not count orders in flight, and decided each budget by the observed value alone.
 */
export function completedResult(older: OlderResult): RunResult {
  const { pace, run, webhooks, budgets } = older;
  return {
    ...older,
    run: { caveat: null, endedEarly: null, resumed: false, ...run },
    pace: pace ?? { answeredPerSecond: null, mostInFlight: 0, maxInFlight: 0 },
    webhooks: { oldSecret: 0, ...webhooks },
    budgets: budgets.map(completedBudget),
  };
}

function completedBudget(older: OlderBudget): BudgetResult {
  const budget = readBudget(older.budget);
  return {
    severity: 'fail',
    metric: budget?.metric ?? older.budget,
    selection: budget?.selection ?? null,
    operator: budget?.operator ?? '<',
    threshold: budget?.threshold ?? 0,
    unit: budget === null ? 'count' : units[budgetUnitOf(budget.metric)],
    keepsIt: older.result === 'inconclusive' ? null : older.result === 'pass',
    evidence: null,
    ...older,
  };
}

/** Null for one that is not written so any more. */
function readBudget(text: string): Budget | null {
  try {
    return parseBudget(text);
  } catch {
    return null;
  }
}
