import type { TimeLimits } from '../latency/run-latency.js';
import { type LatencyName, latencyNames } from '../latency/run-latency.js';
import type { TimeLimit } from '../latency/time-limit.js';
import type { Budget } from '../profile/budget.js';
import { type BudgetSelection, selectionText } from '../profile/budget-selection.js';
import { lateShares } from './metric-reading.js';

/**
 * The time that decides which orders are against a budget on times, and on which side the time itself lies; null for any other
 * budget. An order of exactly 45 s keeps `<= 45s` and `within(45s)`, and breaks `< 45s`.
 */
export function timeLimitOf({ metric, operator, threshold, withinMs }: Budget): TimeLimit | null {
  if (withinMs !== null) return { limitMs: withinMs, itself: 'within' };
  if (lateShares[metric.slice(metric.lastIndexOf('.') + 1)] === undefined) return null;
  const isWithin = operator === '<=' || operator === '>';
  return { limitMs: threshold, itself: isWithin ? 'within' : 'beyond' };
}

/** The limits that a run counts against exactly, because some budget on these orders names them. */
export function timeLimits(budgets: readonly Budget[], selection: BudgetSelection | null): TimeLimits {
  const wanted = selection === null ? null : selectionText(selection);
  const same = budgets.filter((budget) => keyOf(budget) === wanted);
  const limits = latencyNames.map((name) => [name, limitsOf(same, name)] as const);
  return Object.fromEntries(limits);
}

function limitsOf(budgets: readonly Budget[], name: LatencyName): TimeLimit[] {
  const limits = budgets
    .filter(({ metric }) => metric.startsWith(`${name}.`))
    .map(timeLimitOf)
    .filter((limit) => limit !== null);
  return [...new Map(limits.map((limit) => [`${limit.itself} ${limit.limitMs}`, limit])).values()];
}

function keyOf({ selection }: Budget): string | null {
  return selection === null ? null : selectionText(selection);
}
