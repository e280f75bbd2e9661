import type { Objective } from '../../src/profile/objective.js';
import { durationOf, share, sum } from '../promql.js';
import { everyRun, service } from '../scope.js';

/** An objective in PromQL, by service: whichever process of a job counted an order, the promise is one. */
export interface ObjectiveFigures {
  /** Its own period, as PromQL writes it. */
  readonly period: string;
  /** What share of orders may be bad. */
  readonly budget: number;
  /** The share of good ones among the orders decided over a time. */
  kept(over: string): string;
  /** How many times faster than its period the budget is being spent: 1 spends all of it in just that time. */
  burnRate(over: string): string;
  /** What is left of the budget over the period: 1 untouched, 0 spent, negative overspent. */
  budgetRemaining(): string;
  /** Good or bad orders a second. */
  rate(result: 'good' | 'bad'): string;
  /** Accepted orders that are neither yet. */
  undecided(): string;
}

/** The queries for one objective. They read the counters of good and bad orders and nothing else. */
export function objectiveFigures({ name, ratio, periodMs }: Objective): ObjectiveFigures {
  const slo = `slo="${name}"`;
  const orders = (over: string, ...matchers: string[]) =>
    sum(everyRun.increase('slo_events_total', over, slo, ...matchers), ...service, 'slo');
  // 1 - 0.95 is not 0.05 in floating point, and would stand in every query.
  const budget = Number((1 - ratio).toPrecision(10));
  const period = durationOf(periodMs);
  const badShare = (over: string) => `(${share(orders(over, 'result="bad"'), orders(over))})`;
  return {
    period,
    budget,
    kept: (over) => share(orders(over, 'result="good"'), orders(over)),
    burnRate: (over) => `${badShare(over)} / ${budget}`,
    budgetRemaining: () => `1 - ${badShare(period)} / ${budget}`,
    undecided: () => sum(everyRun.now('slo_undecided_orders', slo), ...service),
    rate: (result) => sum(everyRun.rate('slo_events_total', slo, `result="${result}"`), ...service),
  };
}
