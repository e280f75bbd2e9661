import type { GateFigures } from '../gate/gate-figures.js';
import { type BudgetResult, judge } from '../gate/judge.js';
import type { Budget } from '../profile/budget.js';
import type { RunResult } from '../run/run-result.js';
import { refusalsByReason } from '../tracker/refusals-by-reason.js';
import type { TrackerCounters } from '../tracker/tracker-counters.js';
import type { MeasuredOrders } from './measured-orders.js';

/** What a finished step left behind. */
export interface FinishedStep {
  readonly result: RunResult;
  readonly counters: TrackerCounters;
  readonly measured: MeasuredOrders;
}

/**
 * Judges the budgets of a step. Times, success and failures are those of the orders planned in the measured stage. What is
 * counted whenever it happens (refusals, drops, webhooks, keys, money) is that of the whole step: it is no less true in a
 * warm-up.
 */
export function judgeStep(
  budgets: readonly Budget[],
  { result, counters, measured }: FinishedStep,
): BudgetResult[] {
  const { delivered, failed, timed_out: timedOut, lost } = measured.outcomes;
  const figures: GateFigures = {
    latency: measured.latency.times(),
    orders: { ...result.ledger, delivered, failed, timedOut, lost },
    failures: measured.failures,
    refusals: refusalsByReason(counters),
    webhooks: result.webhooks,
    idempotency: result.idempotency,
    spendCents: Math.round(result.spend.debitedUsd * 100),
    selections: measured.selections(),
  };
  return judge(budgets, figures);
}

/** Of the decided orders of the measured stage, the share that was not delivered; null without any. */
export function failureRateOf({ outcomes }: MeasuredOrders): number | null {
  const { delivered, failed, timed_out, lost } = outcomes;
  const decided = delivered + failed + timed_out + lost;
  return decided === 0 ? null : (failed + timed_out + lost) / decided;
}

/** Of all orders sent, the share that the API did not take; null when none was sent. */
export function refusalRateOf({
  ledger: { sent, refused, errored },
}: Pick<RunResult, 'ledger'>): number | null {
  return sent === 0 ? null : (refused + errored) / sent;
}
