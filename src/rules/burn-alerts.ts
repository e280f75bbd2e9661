import { formatDuration } from '../profile/duration.js';
import type { Objective } from '../profile/objective.js';
import { formatShare } from '../profile/share.js';
import { type AlertDraft, whichService } from './alert.js';
import { type BurnTier, burnTiers } from './burn-tiers.js';
import { decimal } from './decimal.js';
import { leastEvents } from './least-events.js';
import { sloSeries, unlessInvalid } from './slo-series.js';

/** The alerts on an objective's error budget: burning too fast, in each pair of windows, and spent. */
export function burnAlerts(objective: Objective): AlertDraft[] {
  const { tiers } = burnTiers(objective);
  return [...tiers.map((tier) => burnAlert(objective, tier)), spentAlert(objective)];
}

function burnAlert(objective: Objective, tier: BurnTier): AlertDraft {
  const { severity, longMs, factor, badRatio } = tier;
  const [period, long] = [formatDuration(objective.periodMs), formatDuration(longMs)];
  return {
    alert: severity === 'page' ? 'FoxloadErrorBudgetBurningFast' : 'FoxloadErrorBudgetBurning',
    severity,
    about: 'service_level',
    expr: unlessInvalid(burnCondition(objective.name, tier)),
    labels: { slo: objective.name, long_window: long },
    summary: `${whichService}: the error budget of {{ $labels.slo }} burns faster than ${factor} times its pace`,
    description:
      `{{ $value | humanizePercentage }} of the orders decided in the last ${long} were bad for the objective ` +
      `"${objective.text}". Above ${formatShare(badRatio)}, ${formatShare(rounded(tier.budgetShare))} of the budget of ${period} is gone ` +
      `within ${long}, and all of it within ${formatDuration(roundedMs(objective.periodMs / factor))}.`,
  };
}

/** Both windows above the factor: the long one says that it matters, the short one that it goes on. */
function burnCondition(slo: string, { longMs, shortMs, badRatio, leastEvents: least }: BurnTier): string {
  return [
    `${sloSeries.errorRatio(longMs)}{slo="${slo}"} > ${badRatio}`,
    `${sloSeries.errorRatio(shortMs)}{slo="${slo}"} > ${badRatio}`,
    `${sloSeries.events(longMs)}{slo="${slo}"} >= ${least}`,
  ].join('\nand\n');
}

function spentAlert({ name: slo, text, ratio, periodMs }: Objective): AlertDraft {
  const budget = decimal(1 - ratio);
  return {
    alert: 'FoxloadErrorBudgetSpent',
    severity: 'ticket',
    about: 'service_level',
    expr: unlessInvalid(
      [
        `${sloSeries.budgetRemaining}{slo="${slo}"} <= 0`,
        `${sloSeries.periodEvents}{slo="${slo}"} >= ${leastEvents(budget, budget / 2)}`,
      ].join('\nand\n'),
    ),
    for: '15m',
    labels: { slo },
    summary: `${whichService}: the error budget of {{ $labels.slo }} is spent`,
    description: `{{ $value | humanizePercentage }} of the error budget of the last ${formatDuration(periodMs)} is left: "${text}" is not kept.`,
  };
}

/** To three digits, for people. */
function rounded(share: number): number {
  return Number(share.toPrecision(3));
}

/** To the minute, which is more than anybody plans by. */
function roundedMs(ms: number): number {
  return Math.max(60_000, Math.round(ms / 60_000) * 60_000);
}
