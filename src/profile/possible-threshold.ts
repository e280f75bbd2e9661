import type { BudgetUnit } from './budget-metric.js';

/**
 * What would have been right instead of a threshold that says nothing: no run could keep it, every run would, or no sample
 * could show it. Null for any other.
 */
export function thresholdProblem(unit: BudgetUnit, operator: string, threshold: number): string | null {
  if (operator === '<' && threshold === 0) return 'a threshold above 0, because no run can keep this one';
  if (unit === 'ratio') return ratioProblem(operator, threshold);
  if (unit === 'time' && operator === '==')
    return 'one of the operators < <= > >=, because no time can be shown to be exactly another';
  return null;
}

function ratioProblem(operator: string, threshold: number): string | null {
  if (operator === '>' && threshold === 1) return 'a threshold below 100%, because no run can keep this one';
  if ((operator === '>=' && threshold === 0) || (operator === '<=' && threshold === 1))
    return 'a threshold between 0% and 100%, because every run keeps this one';
  if (operator === '==' && threshold > 0 && threshold < 1)
    return 'one of the operators < <= > >=, because no share but 0% and 100% can be shown to be exact';
  return null;
}
