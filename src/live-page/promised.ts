import type { BudgetOperator } from '../profile/budget.js';
import { percentileOfBudget } from '../report/percentile-of-budget.js';
import type { LiveReading } from './live-reading.js';

/** What was promised of a percentile of the delivery time, by a budget or by an objective. */
export interface PromisedTime {
  readonly percentile: LivePercentile;
  readonly operator: BudgetOperator;
  readonly thresholdMs: number;
}

/** What share of the decided orders was promised to be delivered. */
export interface PromisedShare {
  readonly operator: BudgetOperator;
  readonly ratio: number;
}

/** Percentiles that the live page shows, by their quantiles. */
export type LivePercentile = 'p50' | 'p95' | 'p99';
const percentiles: Readonly<Record<number, LivePercentile>> = { 0.5: 'p50', 0.95: 'p95', 0.99: 'p99' };

/** Every promise on p50, p95 and p99 of the delivery of all orders, each once, the shortest percentile first. */
export function promisedTimes({
  budgets,
  objectives,
}: Pick<LiveReading, 'budgets' | 'objectives'>): PromisedTime[] {
  const ofBudgets = budgets.flatMap((budget) =>
    timeOf(percentileOfBudget(budget), budget.operator, budget.threshold),
  );
  const ofObjectives = objectives.flatMap(({ withinMs, ratio }) => timeOf(ratio, '<=', withinMs));
  const each = new Map(
    [...ofObjectives, ...ofBudgets].map((promised) => [
      `${promised.percentile} ${promised.thresholdMs}`,
      promised,
    ]),
  );
  return [...each.values()].sort((left, right) => (left.percentile < right.percentile ? -1 : 1));
}

/** Every promise on the share of delivered orders, each share once. */
export function promisedShares({
  budgets,
  objectives,
}: Pick<LiveReading, 'budgets' | 'objectives'>): PromisedShare[] {
  const ofBudgets = budgets.flatMap(({ metric, selection, operator, threshold }) =>
    metric === 'success.rate' && selection === null ? [{ operator, ratio: threshold }] : [],
  );
  const ofObjectives = objectives.flatMap(({ withinMs, ratio }) =>
    withinMs === null ? [{ operator: '>=' as const, ratio }] : [],
  );
  const each = new Map([...ofObjectives, ...ofBudgets].map((promised) => [promised.ratio, promised]));
  return [...each.values()];
}

function timeOf(
  quantile: number | null,
  operator: BudgetOperator,
  thresholdMs: number | null,
): PromisedTime[] {
  const percentile = percentiles[quantile ?? 0];
  return percentile === undefined || thresholdMs === null ? [] : [{ percentile, operator, thresholdMs }];
}
