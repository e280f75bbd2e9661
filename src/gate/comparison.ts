import type { BudgetOperator } from '../profile/budget.js';

interface Comparison {
  /** Whether the budget holds. */
  readonly holds: (observed: number, threshold: number) => boolean;
  /** How a sentence says what is wanted. */
  readonly words: string;
}

/** Whether a budget with this operator is kept by smaller values. */
export function asksForLess(operator: BudgetOperator): boolean {
  return operator === '<' || operator === '<=';
}

/** What each operator of a budget means. */
export const comparisons: Readonly<Record<BudgetOperator, Comparison>> = {
  '<': { holds: (observed, threshold) => observed < threshold, words: 'less than' },
  '<=': { holds: (observed, threshold) => observed <= threshold, words: 'at most' },
  '>': { holds: (observed, threshold) => observed > threshold, words: 'more than' },
  '>=': { holds: (observed, threshold) => observed >= threshold, words: 'at least' },
  '==': { holds: (observed, threshold) => observed === threshold, words: 'exactly' },
};
