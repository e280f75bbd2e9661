import type { BudgetResult } from '../gate/judge.js';
import type { CapacityStep } from './capacity-result.js';
import { failureRateOf, refusalRateOf } from './judge-step.js';
import type { StepRun } from './run-step.js';
import type { StepPlan } from './step-plan.js';
import type { StepVerdict } from './step-verdict.js';

/** What is known of a step before it is put into words. */
export interface StepRecord {
  readonly plan: StepPlan;
  /** The folder of its run, below the search's own. */
  readonly path: string;
  readonly startedAt: Date;
  readonly budgets: readonly BudgetResult[];
  readonly verdict: Extract<StepVerdict, { kind: 'outcome' }>;
}

/** A finished step as the search's result shows it. */
export function capacityStep(step: StepRun, record: StepRecord): CapacityStep {
  const { result, measured, committedCents } = step;
  const { plan, path, startedAt, budgets, verdict } = record;
  return {
    ratePerSecond: plan.ratePerSecond,
    outcome: verdict.outcome,
    reasons: verdict.reasons,
    run: path,
    startedAt: startedAt.toISOString(),
    warmupMs: plan.warmupMs,
    measuredMs: plan.measuredMs,
    delivery: measured.latency.figuresOf('delivery'),
    failureRate: failureRateOf(measured),
    refusalRate: refusalRateOf(result),
    backlog: measured.backlog,
    budgets,
    generator: result.generator,
    used: { orders: result.ledger.planned, spendCents: committedCents },
  };
}
