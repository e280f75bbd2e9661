import type { Budget, BudgetOperator, BudgetSeverity } from '../profile/budget.js';
import { budgetUnitOf } from '../profile/budget-metric.js';
import { type BudgetSelection, selectionText } from '../profile/budget-selection.js';
import { comparisons } from './comparison.js';
import { explainJudgement } from './explain-judgement.js';
import type { GateFigures, OrderSample } from './gate-figures.js';
import { judgeShare } from './judge-share.js';
import { judgeExtreme, judgePercentile, judgeWithin } from './judge-times.js';
import { type BudgetEvidence, type BudgetOutcome, type Judgement, nothingObserved } from './judgement.js';
import { type MetricReading, readMetric } from './metric-reading.js';
import type { QuantityUnit } from './quantity-text.js';

/** One budget, judged. Figures are in the unit of its threshold. */
export interface BudgetResult {
  /** The budget as the profile writes it, without its severity. */
  readonly budget: string;
  /** Milliseconds, a ratio, cents or a count. Null where there is no figure. */
  readonly observed: number | null;
  /**
   * Between which two the true value lies, each wrong in at most 5 % of runs. Null where there is none: too few orders, a bound
   * beyond the deadline, or a figure that is not a sample's.
   */
  readonly lower: number | null;
  readonly upper: number | null;
  /** How many observations were judged. */
  readonly n: number;
  readonly result: BudgetOutcome;
  /** The deadline, where the observed value lies beyond it. */
  readonly beyondMs?: number;
  /** Budgets that warn are judged and decide nothing. */
  readonly severity: BudgetSeverity;
  /** Such as `delivery.p95`. */
  readonly metric: string;
  readonly selection: BudgetSelection | null;
  readonly operator: BudgetOperator;
  readonly threshold: number;
  readonly unit: QuantityUnit;
  /** Whether the observed value keeps the budget, be it proven or not; null where that is not known. */
  readonly keepsIt: boolean | null;
  /** Null where the observed value alone decides. */
  readonly evidence: BudgetEvidence | null;
  /** One sentence: the budget, what was observed, what was wanted where that is something else, and why. */
  readonly explanation: string;
}

const units = { time: 'ms', ratio: 'ratio', count: 'count', money: 'cents' } as const;

function judgeCount({ operator, threshold }: Budget, value: number, n: number): Judgement {
  if (n === 0) return nothingObserved;
  const keepsIt = comparisons[operator].holds(value, threshold);
  return { ...nothingObserved, n, observed: value, keepsIt, result: keepsIt ? 'pass' : 'fail' };
}

function judgeReading(budget: Budget, reading: MetricReading): Judgement {
  switch (reading.kind) {
    case 'percentile':
      return judgePercentile(budget, reading.times, reading.late);
    case 'within':
      return judgeWithin(budget, reading.times);
    case 'greatest':
    case 'mean':
      return judgeExtreme(budget, reading.times, reading.kind);
    case 'share':
      return judgeShare(budget, { least: reading.part, most: reading.part, n: reading.n });
    case 'count':
      return judgeCount(budget, reading.value, reading.n);
  }
}

function sampleOf({ selection, text }: Budget, figures: GateFigures): OrderSample {
  if (selection === null) return figures;
  const sample = figures.selections.get(selectionText(selection));
  if (sample === undefined) throw new Error(`no figures are kept for the orders that ${text} selects`);
  return sample;
}

function judgeOne(budget: Budget, figures: GateFigures): BudgetResult {
  const { text, severity, metric, selection, operator, threshold } = budget;
  const judgement = judgeReading(budget, readMetric(metric, sampleOf(budget, figures), figures));
  const unit = units[budgetUnitOf(metric)];
  const { observed, lower, upper, n, result, beyondMs, keepsIt, evidence } = judgement;
  return {
    budget: text,
    observed,
    lower,
    upper,
    n,
    result,
    ...(beyondMs === null ? {} : { beyondMs }),
    severity,
    metric,
    selection,
    operator,
    threshold,
    unit,
    keepsIt,
    evidence,
    explanation: explainJudgement(budget, unit, judgement),
  };
}

/**
 * Judges each budget. Percentiles and shares pass or fail only where at most 5 % of runs would be judged so wrongly, and are
 * inconclusive otherwise; counts, money, greatest and mean times are decided by what was observed. Without an observation
 * nothing passes.
 *
 * @throws {Error} for a metric, a time or a selection that no checked profile holds
 */
export function judge(budgets: readonly Budget[], figures: GateFigures): BudgetResult[] {
  return budgets.map((budget) => judgeOne(budget, figures));
}
