import { formatDuration } from '../profile/duration.js';

/**
 * Whose orders are added up: all instances of a job in an environment. Jobs are kept apart, because canary orders, the orders of a
 * load test and those of real customers are different services; environments, because a sandbox's failures are no customer's.
 */
export const perService = 'environment, job';

/** What the recorded series of an objective's windows are called; each has the label `slo`. */
export const sloSeries = {
  /** Share of bad orders among those decided in the window. No series where none was. */
  errorRatio: (windowMs: number) => `foxload:slo_error_ratio:${formatDuration(windowMs)}`,
  /** How many orders were decided in the window. */
  events: (windowMs: number) => `foxload:slo_events:${formatDuration(windowMs)}`,
  /** How many times faster than the error budget allows. */
  burnRate: (windowMs: number) => `foxload:slo_burn_rate:${formatDuration(windowMs)}`,
  /** What is left of the error budget over the objective's own period; negative when overspent. */
  budgetRemaining: 'foxload:slo_error_budget_remaining:period',
  /** Decided orders over the objective's own period. */
  periodEvents: 'foxload:slo_events:period',
  /** The objective itself, as the rules know it. */
  objective: 'foxload:slo_objective:ratio',
  /** Its period, in seconds. */
  period: 'foxload:slo_period:seconds',
} as const;

/** 1 while the instrument itself is at fault, so that nothing it says of the service counts. */
export const measurementInvalid = 'foxload:measurement_invalid';

/** The decided orders of an objective within a window, by service; `result` leaves only the good or the bad ones. */
export function sloIncrease(slo: string, windowMs: number, result?: 'good' | 'bad'): string {
  const selector = result === undefined ? `slo="${slo}"` : `slo="${slo}", result="${result}"`;
  return `sum by (${perService}, slo) (increase(foxload_slo_events_total{${selector}}[${formatDuration(windowMs)}]))`;
}

/** Leaves out the services whose instrument is at fault. */
export function unlessInvalid(expr: string): string {
  return `(\n${indented(expr)}\n)\nunless on (${perService}) ${measurementInvalid} == 1`;
}

/** Each line two spaces further in. */
export function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
