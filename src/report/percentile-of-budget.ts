import type { BudgetResult } from '../gate/judge.js';

const quantiles: Readonly<Record<string, number>> = {
  'delivery.p50': 0.5,
  'delivery.p90': 0.9,
  'delivery.p95': 0.95,
  'delivery.p99': 0.99,
  'delivery.p999': 0.999,
};

/** The quantile of a budget on the delivery time of all orders; null for every other budget. */
export function percentileOfBudget({ metric, selection }: BudgetResult): number | null {
  return selection === null ? (quantiles[metric] ?? null) : null;
}
