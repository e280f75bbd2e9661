import { isDeepStrictEqual } from 'node:util';
import { timeLimitOf } from '../../src/gate/time-limits.js';
import type { MeasuredTimes } from '../../src/latency/measured-times.js';
import { latencyNames } from '../../src/latency/run-latency.js';
import { type Budget, parseBudget } from '../../src/profile/budget.js';
import { selectionText } from '../../src/profile/budget-selection.js';
import type { OrderMixEntry } from '../../src/profile/profile.js';
import type { DecidedOrder } from '../../src/tracker/tracker-listener.js';
import type { SimulatedRun } from './simulated-run.js';

/** Budgets of every kind that orders are counted for; one on a stage and on an SKU that are always there. */
export function countedBudgets([first]: readonly OrderMixEntry[]): Budget[] {
  const sku = first?.sku ?? '';
  const texts = ['delivery.p95 < 12s', 'delivery.within(30s) >= 90%', 'service.p50 <= 8s'];
  const selected = [
    `delivery.p50{sku=${sku}} < 9s`,
    'service.p99{stage=1} < 40s',
    `lost{sku=${sku},stage=1} == 0`,
  ];
  return [...texts, ...selected].map(parseBudget);
}

/** Where what budgets are judged by is not what follows from the decided orders, counted in a plainer way. */
export function judgedFindings({ scenario, measurement, decided }: SimulatedRun): string[] {
  const samples = measurement.selected.samples();
  return scenario.profile.budgets.flatMap((budget) => {
    const { text, selection } = budget;
    const orders = decided.filter((order) => isSelected(order, budget, scenario.profile.orders));
    const sample = selection === null ? null : samples.get(selectionText(selection));
    if (sample === undefined) return [`nothing is kept for ${text}`];
    const latency = sample?.latency ?? measurement.latency.times();
    return [
      ...lateFindings(budget, latency, orders),
      ...(sample === null || isDeepStrictEqual(outcomesOf(sample.orders), outcomes(orders))
        ? []
        : [`the outcomes behind ${text} are wrong`]),
    ];
  });
}

function isSelected(
  { sku, stage }: DecidedOrder,
  { selection }: Budget,
  mix: readonly OrderMixEntry[],
): boolean {
  if (selection === null) return true;
  const isSku = selection.sku === null || mix[sku]?.sku === selection.sku;
  return isSku && (selection.stage === null || stage + 1 === selection.stage);
}

function lateFindings(
  budget: Budget,
  latency: Readonly<Record<string, MeasuredTimes>>,
  orders: readonly DecidedOrder[],
): string[] {
  const limit = timeLimitOf(budget);
  const name = latencyNames.find((known) => budget.metric.startsWith(`${known}.`));
  const times = latency[name ?? ''];
  if (limit === null || times === undefined) return [];
  const took = orders
    .filter(({ outcome }) => outcome === 'delivered')
    .map(({ decidedMs, plannedMs, sentMs }) => decidedMs - (name === 'service' ? sentMs : plannedMs));
  const late = took.filter((ms) => (limit.itself === 'within' ? ms > limit.limitMs : ms >= limit.limitMs));
  const found = [times.beyond(limit), times.count];
  return isDeepStrictEqual(found, [late.length, took.length])
    ? []
    : [`${budget.text}: ${found.join(' of ')} are late, and not ${late.length} of ${took.length}`];
}

function outcomes(orders: readonly DecidedOrder[]) {
  const count = (wanted: DecidedOrder['outcome']) =>
    orders.filter(({ outcome }) => outcome === wanted).length;
  return {
    delivered: count('delivered'),
    failed: count('failed'),
    timedOut: count('timed_out'),
    lost: count('lost'),
  };
}

function outcomesOf({ delivered, failed, timedOut, lost }: ReturnType<typeof outcomes>) {
  return { delivered, failed, timedOut, lost };
}
