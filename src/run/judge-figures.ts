import { type BudgetResult, judge } from '../gate/judge.js';
import type { Budget } from '../profile/budget.js';
import { refusalsByReason } from '../tracker/refusals-by-reason.js';
import { countedFigures } from './counted-figures.js';
import type { RunFigures } from './run-figures.js';

/** How a key was used again on purpose, and what became of it. */
export interface IdempotencyFigures {
  readonly replays: number;
  readonly violations: number;
}

/** Judges budgets by the figures of a run as they are now: once it is drained for good, before that provisionally. */
export function judgeFigures(
  budgets: readonly Budget[],
  { tracker, latency, spend, selected }: RunFigures,
  idempotency: IdempotencyFigures,
): BudgetResult[] {
  const { counters } = tracker;
  const { ledger, webhooks } = countedFigures(counters);
  return judge(budgets, {
    latency: latency.times(),
    orders: ledger,
    failures: counters.failures,
    refusals: refusalsByReason(counters),
    webhooks,
    idempotency,
    spendCents: spend.debitedCents,
    selections: selected.samples(),
  });
}
