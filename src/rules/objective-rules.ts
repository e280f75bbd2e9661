import type { Objective } from '../profile/objective.js';
import { burnTiers } from './burn-tiers.js';
import { decimal } from './decimal.js';
import type { RecordingRule } from './rule-group.js';
import { indented, sloIncrease, sloSeries } from './slo-series.js';

const hourMs = 3_600_000;
/** Dashboards show these of every objective, whether its alerts need them or not. */
const shownMs = [5 * 60_000, hourMs, 6 * hourMs, 24 * hourMs] as const;
/** Burn rates are for people: the long windows, and one that shows what is going on right now. */
const shownBurnMs: readonly number[] = [...shownMs, 72 * hourMs];

/** The windows of an objective's recorded series, ascending: those that dashboards show and those that its alerts need. */
export function windowsOf(objective: Objective): number[] {
  const { tiers } = burnTiers(objective);
  const ofAlerts = tiers.flatMap(({ shortMs, longMs }) => [shortMs, longMs]);
  return [...new Set([...shownMs, ...ofAlerts])].sort((a, b) => a - b);
}

/** What an objective is, as series: so that rules and dashboards divide by the same number as the alerts. */
export function declaredRules({ name: slo, ratio, periodMs }: Objective): RecordingRule[] {
  return [
    { record: sloSeries.objective, expr: `vector(${ratio})`, labels: { slo } },
    { record: sloSeries.period, expr: `vector(${decimal(periodMs / 1000)})`, labels: { slo } },
  ];
}

/**
 * How an objective fared over each of its windows, from the counters of good and bad orders alone. The label `slo` is there anyway; that
 * it is told tells the linter of Prometheus that no two of these rules record the same series.
 */
export function windowRules(objective: Objective): RecordingRule[] {
  const { name: slo, ratio } = objective;
  const ratios = windowsOf(objective).flatMap((windowMs) => {
    const events = sloSeries.events(windowMs);
    return [
      { record: events, labels: { slo }, expr: sloIncrease(slo, windowMs) },
      { record: sloSeries.errorRatio(windowMs), labels: { slo }, expr: errorRatio(slo, windowMs, events) },
    ];
  });
  const burnRates = windowsOf(objective)
    .filter((windowMs) => shownBurnMs.includes(windowMs))
    .map((windowMs) => ({
      record: sloSeries.burnRate(windowMs),
      labels: { slo },
      expr: `${sloSeries.errorRatio(windowMs)}{slo="${slo}"} / ${decimal(1 - ratio)}`,
    }));
  return [...ratios, ...burnRates];
}

/** What is left of an objective's error budget over its own period. */
export function budgetRules({ name: slo, ratio, periodMs }: Objective): RecordingRule[] {
  // Prometheus knows no fractions of a millisecond, and nobody needs those of a second here.
  const wholeMs = Math.round(periodMs / 1000) * 1000;
  const spent = errorRatio(slo, wholeMs, sloSeries.periodEvents);
  return [
    { record: sloSeries.periodEvents, labels: { slo }, expr: sloIncrease(slo, wholeMs) },
    {
      record: sloSeries.budgetRemaining,
      labels: { slo },
      expr: `1 - (\n${indented(spent)}\n) / ${decimal(1 - ratio)}`,
    },
  ];
}

/** Without a decided order there is no share: 0 / 0 would be a number that is none, in every dashboard. */
function errorRatio(slo: string, windowMs: number, events: string): string {
  return `${sloIncrease(slo, windowMs, 'bad')}\n/\n(${events}{slo="${slo}"} > 0)`;
}
