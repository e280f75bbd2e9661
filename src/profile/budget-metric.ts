import { type FailureReason, failureReasons } from '../contract/failure-reason.js';
import { type RefusalReason, refusalReasons } from '../contract/refusal-reason.js';

/**
 * The times that a run measures: from the planned instant to the webhook with undelivered orders counted as late
 * (`delivery`) or left out (`deliveryOnly`); from the actual send to the webhook (`service`); of the create call alone
 * (`answer`); and how late orders left (`sendLag`).
 */
export const budgetTimes = ['delivery', 'deliveryOnly', 'service', 'answer', 'sendLag'] as const;
export type BudgetTime = (typeof budgetTimes)[number];

/** What a budget may ask of a measured time. */
export const budgetStatistics = ['p50', 'p90', 'p95', 'p99', 'p999', 'max', 'mean'] as const;
export type BudgetStatistic = (typeof budgetStatistics)[number];

/** The classes of webhooks that a budget may limit, as the report names them. */
export const budgetWebhookClasses = [
  'duplicate',
  'late',
  'orphan',
  'forged',
  'malformed',
  'outOfOrder',
  'conflicting',
] as const;
export type BudgetWebhookClass = (typeof budgetWebhookClasses)[number];

/** What a budget can count: orders by outcome, and keys that made a second order. */
export const budgetCounts = ['lost', 'timedOut', 'dropped', 'errored', 'idempotency.violations'] as const;
export type BudgetCount = (typeof budgetCounts)[number];

/** The share of orders within a time that the budget names in brackets: `delivery.within(45s)`. */
export type WithinMetric = `${BudgetTime}.within`;
export type TimeMetric = `${BudgetTime}.${BudgetStatistic}`;
export type RatioMetric =
  | 'success.rate'
  | 'failures.rate'
  | `failures.${FailureReason}.rate`
  | 'refusals.rate'
  | `refusals.${RefusalReason}.rate`
  | `webhooks.${BudgetWebhookClass}.rate`
  | WithinMetric;
export type CountMetric = BudgetCount | `webhooks.${BudgetWebhookClass}`;

/** Everything that a budget can speak of. */
export type BudgetMetric = TimeMetric | RatioMetric | CountMetric | 'spend';

/** Milliseconds, a ratio from 0 to 1, a whole count, or cents. */
export type BudgetUnit = 'time' | 'ratio' | 'count' | 'money';

/** The closed list of metrics under each unit, in the order of the documentation. */
export const budgetMetricsByUnit: Readonly<Record<BudgetUnit, readonly BudgetMetric[]>> = {
  time: budgetTimes.flatMap((time) =>
    budgetStatistics.map((statistic): TimeMetric => `${time}.${statistic}`),
  ),
  ratio: [
    'success.rate',
    'failures.rate',
    ...failureReasons.map((reason): RatioMetric => `failures.${reason}.rate`),
    'refusals.rate',
    ...refusalReasons.map((reason): RatioMetric => `refusals.${reason}.rate`),
    ...budgetWebhookClasses.map((name): RatioMetric => `webhooks.${name}.rate`),
    ...budgetTimes.map((time): RatioMetric => `${time}.within`),
  ],
  count: [...budgetCounts, ...budgetWebhookClasses.map((name): CountMetric => `webhooks.${name}`)],
  money: ['spend'],
};

/** The units of the closed list. */
export const budgetUnits = ['time', 'ratio', 'count', 'money'] as const satisfies readonly BudgetUnit[];

/** Every metric there is. */
export const budgetMetrics: readonly BudgetMetric[] = budgetUnits.flatMap(
  (unit) => budgetMetricsByUnit[unit],
);

const unitOfMetric = new Map(
  budgetUnits.flatMap((unit) => budgetMetricsByUnit[unit].map((metric) => [metric, unit] as const)),
);

/** The metric of this name, or null when the closed list has none. */
export function budgetMetricOf(name: string): BudgetMetric | null {
  return budgetMetrics.find((metric) => metric === name) ?? null;
}

/** What the threshold of `metric` is measured in. */
export function budgetUnitOf(metric: BudgetMetric): BudgetUnit {
  // Every metric is in the map, which is made from the closed list; the fallback is for the compiler.
  return unitOfMetric.get(metric) ?? 'count';
}

/** Whether the metric is followed by a time in brackets: `delivery.within(45s)`. */
export function isWithinMetric(metric: BudgetMetric): metric is WithinMetric {
  return metric.endsWith('.within');
}

const wholeRunOnly = /^(?:sendLag\.|webhooks\.|dropped$|idempotency\.|spend$)/;

/** Whether the metric is known of a part of the orders, by SKU or stage, and not of the whole run alone. */
export function isSelectable(metric: BudgetMetric): boolean {
  return !wholeRunOnly.test(metric);
}
