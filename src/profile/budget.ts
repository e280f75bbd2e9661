/** One line of the service level that a run must keep, such as `delivery.p95 < 45s`. */
export interface Budget {
  /** As the profile writes it. */
  readonly text: string;
  readonly metric: BudgetMetric;
  readonly operator: BudgetOperator;
  /** Milliseconds for times, a ratio for rates, cents for `spend`, a plain count otherwise. */
  readonly threshold: number;
}

export const budgetOperators = ['<', '<=', '>', '>=', '=='] as const;
export type BudgetOperator = (typeof budgetOperators)[number];

/** What a budget can speak of. Filled in by the profile's own list. */
export type BudgetMetric = string;
