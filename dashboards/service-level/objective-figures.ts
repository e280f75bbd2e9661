import { formatDuration } from '../../src/profile/duration.js';
import type { Objective } from '../../src/profile/objective.js';
import { decimal } from '../../src/rules/decimal.js';
import { sloSeries } from '../../src/rules/slo-series.js';
import { share, sum } from '../promql.js';
import { chosen, everyRun, service } from '../scope.js';

/** An objective in PromQL, by service: whichever process of a job counted an order, the promise is one. */
export interface ObjectiveFigures {
  /** Its own period, as PromQL writes it. */
  readonly period: string;
  /** What share of orders may be bad. */
  readonly budget: number;
  /** The share of good ones among the orders decided over its period. */
  kept(): string;
  /** How many times faster than its period the budget is being spent: 1 spends all of it in just that time. */
  burnRate(windowMs: number): string;
  /** What is left of the budget over the period: 1 untouched, 0 spent, negative overspent. For one instant. */
  budgetRemaining(): string;
  /** The same for graphs, where looking back over weeks at every point would be too dear. */
  budgetOverTime(): string;
  /** Good or bad orders a second. */
  rate(result: 'good' | 'bad'): string;
  /** Accepted orders that are neither yet. */
  undecided(): string;
}

/** The queries for one objective. They read the counters of good and bad orders, and what the rules have recorded of them. */
export function objectiveFigures({ name, ratio, periodMs }: Objective): ObjectiveFigures {
  const slo = `slo="${name}"`;
  const orders = (over: string, ...matchers: string[]) =>
    sum(everyRun.increase('slo_events_total', over, slo, ...matchers), ...service, 'slo');
  const budget = decimal(1 - ratio);
  const period = formatDuration(periodMs);
  const badShare = (over: string) => `(${share(orders(over, 'result="bad"'), orders(over))})`;
  /** What the rules recorded. They know no single instances: when one is chosen, or there are no rules, this has no answer. */
  const recorded = (metric: string) => `${metric}{${slo}, ${chosen}}`;
  return {
    period,
    budget,
    kept: () => share(orders(period, 'result="good"'), orders(period)),
    burnRate: (windowMs) =>
      `${recorded(sloSeries.burnRate(windowMs))} or ${badShare(formatDuration(windowMs))} / ${budget}`,
    budgetRemaining: () => `${recorded(sloSeries.budgetRemaining)} or 1 - ${badShare(period)} / ${budget}`,
    budgetOverTime: () =>
      `${recorded(sloSeries.budgetRemaining)} or on (${[...service, 'slo'].join(', ')}) ` +
      everyRun.now('slo_error_budget_remaining_ratio', slo),
    rate: (result) => sum(everyRun.rate('slo_events_total', slo, `result="${result}"`), ...service),
    undecided: () => sum(everyRun.now('slo_undecided_orders', slo), ...service),
  };
}
