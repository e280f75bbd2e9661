import type { Budget } from '../profile/budget.js';
import { comparisons } from './comparison.js';
import type { GateFigures } from './gate-figures.js';
import { type Observation, observedMetric } from './observation.js';
import { type QuantityUnit, quantityText } from './quantity-text.js';

export type BudgetOutcome = 'pass' | 'fail' | 'inconclusive';

/** One budget, judged. */
export interface BudgetResult {
  /** The budget as the profile writes it. */
  readonly budget: string;
  /** In the unit of the budget's threshold: milliseconds, a ratio, cents or a count. Null where there is no figure. */
  readonly observed: number | null;
  /** Confidence bounds in the same unit; null while budgets are judged by the observed value alone. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** How many observations were judged. */
  readonly n: number;
  readonly result: BudgetOutcome;
  /** The deadline, where the observed percentile lies beyond it. */
  readonly beyondMs?: number;
  /** One sentence: the budget, what was observed, and what was wanted where that is something else. */
  readonly explanation: string;
}

function outcomeOf(budget: Budget, { value, beyondMs, n }: Observation): BudgetOutcome {
  const { holds } = comparisons[budget.operator];
  if (n === 0) return 'inconclusive';
  if (value !== null) return holds(value, budget.threshold) ? 'pass' : 'fail';
  // Known only to lie above the deadline, so above every threshold up to it, and nobody knows about the others.
  if (beyondMs === null || budget.threshold > beyondMs) return 'inconclusive';
  return holds(Number.POSITIVE_INFINITY, budget.threshold) ? 'pass' : 'fail';
}

function observedText({ value, beyondMs, n }: Observation, unit: QuantityUnit): string {
  if (n === 0) return 'nothing observed';
  if (value !== null) return `observed ${quantityText(value, unit)} (n = ${n})`;
  if (beyondMs !== null)
    return `observed later than the deadline of ${quantityText(beyondMs, 'ms')} (n = ${n})`;
  return `not known, because some orders have no known end (n = ${n})`;
}

const outcomeWords: Readonly<Record<BudgetOutcome, string>> = {
  pass: 'holds',
  fail: 'does not hold',
  inconclusive: 'cannot be decided',
};

function explain(
  budget: Budget,
  observation: Observation,
  unit: QuantityUnit,
  outcome: BudgetOutcome,
): string {
  const wanted = `, wanted ${comparisons[budget.operator].words} ${quantityText(budget.threshold, unit)}`;
  const observed = observedText(observation, unit);
  return `${budget.text} ${outcomeWords[outcome]}: ${observed}${outcome === 'pass' ? '' : wanted}`;
}

function judgeOne(budget: Budget, figures: GateFigures): BudgetResult {
  const metric = observedMetric(budget.metric);
  const observation = metric.observe(figures);
  const result = outcomeOf(budget, observation);
  return {
    budget: budget.text,
    observed: observation.n === 0 ? null : observation.value,
    lower: null,
    upper: null,
    n: observation.n,
    result,
    ...(observation.beyondMs === null ? {} : { beyondMs: observation.beyondMs }),
    explanation: explain(budget, observation, metric.unit, result),
  };
}

/**
 * Judges each budget by the observed value. Without an observation, or where the value is not known well enough to
 * compare it, the outcome is inconclusive, never a pass.
 *
 * @throws {Error} for a metric that no checked profile holds
 */
export function judge(budgets: readonly Budget[], figures: GateFigures): BudgetResult[] {
  return budgets.map((budget) => judgeOne(budget, figures));
}
