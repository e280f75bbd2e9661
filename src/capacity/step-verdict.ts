import type { BudgetResult } from '../gate/judge.js';
import { saturation } from '../run/generator-health.js';
import type { RunResult } from '../run/run-result.js';
import { allowedGrowth, type Backlog, backlogGrows } from './backlog.js';
import type { StepOutcome } from './rate-search.js';

/** Why a search ends without an answer. */
export const endCauses = ['stopped', 'rule', 'limit', 'unmeasured', 'undecided'] as const;
/**
 * `stopped`: somebody asked for it. `rule`: a rule of the profile's `abort` section applied. `limit`: the profile allows no
 * further step. `unmeasured`: a step could not be measured, and not for its rate. `undecided`: a budget had nothing to judge.
 */
export type EndCause = (typeof endCauses)[number];

export interface SearchEnd {
  readonly cause: EndCause;
  /** One sentence for the user. */
  readonly sentence: string;
}

/** What a step showed: an outcome to search on with, or why the search ends here. */
export type StepVerdict =
  | { readonly kind: 'outcome'; readonly outcome: StepOutcome; readonly reasons: readonly string[] }
  | { readonly kind: 'end'; readonly end: SearchEnd };

/** What a step is judged by. */
export interface StepFacts {
  /** Of the whole run, warm-up included. */
  readonly result: Pick<
    RunResult,
    'run' | 'verdict' | 'ledger' | 'drops' | 'generator' | 'latency' | 'budgets'
  >;
  /** Of the measured stage. */
  readonly sendLagP99Ms: number | null;
  /** Judged over the measured stage. */
  readonly budgets: readonly BudgetResult[];
  readonly backlog: Backlog;
}

/**
 * Tells the API's limit from foxload's own. Late orders and a blocked event loop come first: they are in every time that was
 * measured, so nothing can be said of the API. A broken budget comes before orders that `maxInFlight` kept back: the API broke
 * it with less load than the rate. A growing backlog breaks a rate although its budgets hold.
 *
 * Near the capacity no affordable number of orders proves a budget kept or broken. There the observed value decides where the
 * search goes on: it is a search, and the rates that it names were each measured by enough orders for a steady figure.
 */
export function stepVerdict({ result, sendLagP99Ms, budgets, backlog }: StepFacts): StepVerdict {
  const early = earlyEnd(result);
  if (early !== null) return { kind: 'end', end: early };
  const saturated = saturationOf(result, sendLagP99Ms);
  if (saturated.length > 0) return { kind: 'outcome', outcome: 'limited', reasons: saturated };
  const deciding = budgets.filter(({ severity }) => severity === 'fail');
  const brokenBudgets = deciding.filter(isBroken);
  const broken = [...brokenBudgets.map(brokenReason), ...backlogReasons(backlog)];
  const refused = brokenBudgets.some(({ metric }) => metric.startsWith('refusals.'));
  const [fault] = otherFaults(result);
  // An API that collapses makes a run invalid, too; one that takes no order at all was not measured.
  if (fault !== undefined && (!refused || result.ledger.accepted === 0)) {
    return { kind: 'end', end: { cause: 'unmeasured', sentence: fault } };
  }
  if (broken.length > 0) return { kind: 'outcome', outcome: 'broken', reasons: broken };
  const kept = dropped(result, 'in_flight');
  if (kept > 0) return { kind: 'outcome', outcome: 'limited', reasons: [inFlightReason(kept)] };
  const undecided = deciding.find(({ result: of, keepsIt }) => of === 'inconclusive' && keepsIt === null);
  if (undecided !== undefined)
    return { kind: 'end', end: { cause: 'undecided', sentence: undecided.explanation } };
  return { kind: 'outcome', outcome: 'held', reasons: [] };
}

function earlyEnd({ run, drops }: StepFacts['result']): SearchEnd | null {
  if (run.interruptedBy !== null) return { cause: 'stopped', sentence: `stopped by ${run.interruptedBy}` };
  if (run.endedEarly !== null) return { cause: 'rule', sentence: run.endedEarly };
  if (dropped({ drops }, 'spend') > 0)
    return { cause: 'limit', sentence: 'limits.spend was reached within a step' };
  if (dropped({ drops }, 'shutdown') > 0) return { cause: 'stopped', sentence: 'a step was stopped' };
  return null;
}

/** Of the measured stage, as far as it can be told: a process that warms up itself is no fault. */
function saturationOf({ generator }: Pick<RunResult, 'generator'>, sendLagP99Ms: number | null): string[] {
  const { loopDelayP99Ms, cpuRatio, receiverP99Ms } = generator;
  if (loopDelayP99Ms === null || cpuRatio === null) return [];
  return saturation({ loopDelayP99Ms, cpuRatio, receiverP99Ms }, sendLagP99Ms);
}

/** Why the run is invalid, but for what was judged here: the generator and the budgets. */
function otherFaults({ verdict, generator, latency, budgets }: StepFacts['result']): string[] {
  if (verdict.result !== 'invalid') return [];
  const known = [
    ...saturationOf({ generator }, latency.sendLag.p99Ms),
    ...budgets.flatMap(({ explanation }) => [explanation, `warning: ${explanation}`]),
  ];
  return verdict.reasons.filter((reason) => !known.includes(reason));
}

function dropped({ drops }: Pick<RunResult, 'drops'>, reason: string): number {
  return drops.find((drop) => drop.reason === reason)?.count ?? 0;
}

function inFlightReason(count: number): string {
  return `${count} due orders were dropped by foxload's own load.maxInFlight, although the budgets hold`;
}

function backlogReasons(backlog: Backlog): string[] {
  if (!backlogGrows(backlog)) return [];
  const { startOrders, endOrders } = backlog;
  return [
    `the backlog grows: ${startOrders} orders were open when the measured stage began and ${endOrders} when it ended; ` +
      `chance explains ${allowedGrowth(backlog)} more`,
  ];
}

/** Proven, or by the observed value. */
function isBroken({ result, keepsIt }: BudgetResult): boolean {
  return result === 'fail' || (result === 'inconclusive' && keepsIt === false);
}

function brokenReason({ result, explanation }: BudgetResult): string {
  return result === 'fail' ? explanation : `${explanation}; a search goes by the observed value`;
}
