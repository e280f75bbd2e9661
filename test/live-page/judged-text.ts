import type { BudgetResult } from '../../src/gate/judge.js';
import { parseBudget } from '../../src/profile/budget.js';
import { budgetUnitOf } from '../../src/profile/budget-metric.js';
import { judged } from '../gate/judged.js';

const units = { time: 'ms', ratio: 'ratio', count: 'count', money: 'cents' } as const;

/** A budget as a profile writes it, judged by hand: it holds. */
export function judgedText(written: string): BudgetResult {
  const { text, severity, metric, selection, operator, threshold } = parseBudget(written);
  const unit = units[budgetUnitOf(metric)];
  return judged({ budget: text, severity, metric, selection, operator, threshold, unit });
}
