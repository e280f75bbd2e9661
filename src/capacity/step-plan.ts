import { ordersNeeded } from '../gate/sample-decision.js';
import type { Budget } from '../profile/budget.js';
import type { OpenLoad, Profile } from '../profile/profile.js';

/** One step of the search: orders at one rate, of which those after the warm-up are judged. */
export interface StepPlan {
  readonly ratePerSecond: number;
  /** Until the queues of the API are as full as this rate makes them. */
  readonly warmupMs: number;
  readonly measuredMs: number;
}

/** So many times the fewest orders that could decide a budget are sent, so that its figure is steady, not just defined. */
const orderFactor = 5;
/**
 * Fewer orders don't tell a queue that grows by 5 % of them from chance: of Poisson arrivals (two sigma at 1,600), or only of
 * the times that orders take.
 */
const minOrders = { poisson: 1_500, uniform: 300 } as const;
/** No budget makes a step longer than this many orders would. */
const maxDecidingOrders = 30_000;
const minWarmupMs = 1_000;
const minMeasuredMs = 3_000;
/** The measured stage is at least so many times the longest time that a budget allows, or no slow order would end in it. */
const measuredPerWarmup = 2;

/**
 * How long a step at `ratePerSecond` has to be: warm for as long as the slowest order may take by the budgets, then long
 * enough for the orders that decide them.
 */
export function stepPlan(
  { budgets, deadlineMs }: Pick<Profile, 'budgets' | 'deadlineMs'>,
  arrivals: OpenLoad['arrivals'],
  ratePerSecond: number,
): StepPlan {
  const warmupMs = Math.max(minWarmupMs, longestTimeMs(budgets, deadlineMs));
  const orders = Math.max(
    minOrders[arrivals],
    ...budgets.map((budget) => orderFactor * decidingOrders(budget)),
  );
  const measuredMs = Math.max((orders / ratePerSecond) * 1000, minMeasuredMs, measuredPerWarmup * warmupMs);
  return { ratePerSecond, warmupMs, measuredMs: Math.ceil(measuredMs) };
}

/**
 * The fewest orders with which a budget can pass: p50 5, p95 59, p99 299, p99.9 2,995, and the same for shares:
 * `success.rate > 95%` 59. No more than a step may have.
 */
export function decidingOrders(budget: Budget): number {
  return Math.min(ordersNeeded(budget), maxDecidingOrders);
}

/** The longest time to a webhook that a budget allows; without such a budget the deadline. */
function longestTimeMs(budgets: readonly Budget[], deadlineMs: number): number {
  const times = budgets
    .filter(({ metric }) => /^(delivery|deliveryOnly|service)\./.test(metric))
    .map(({ threshold, withinMs }) => withinMs ?? threshold);
  return Math.min(deadlineMs, times.length === 0 ? deadlineMs : Math.max(...times));
}
