import type { MeasuredTimes } from '../latency/measured-times.js';
import { type LatencyName, latencyNames } from '../latency/run-latency.js';
import type { BudgetMetric } from '../profile/budget-metric.js';
import { sumOfCounts } from '../sum-of-counts.js';
import { faultyWebhooks, type GateFigures, type OrderFigures, type OrderSample } from './gate-figures.js';
import type { QuantityUnit } from './quantity-text.js';

/** What a run says about one metric. Counts are of orders, calls, webhooks or cents. */
export type MetricReading =
  | { readonly kind: 'percentile'; readonly times: MeasuredTimes; readonly late: number }
  | { readonly kind: 'within'; readonly times: MeasuredTimes }
  | { readonly kind: 'greatest' | 'mean'; readonly times: MeasuredTimes }
  | { readonly kind: 'share'; readonly part: number; readonly n: number }
  | { readonly kind: 'count'; readonly value: number; readonly n: number; readonly unit: QuantityUnit };

/** The share of orders that may be later than each percentile. */
export const lateShares: Readonly<Record<string, number>> = {
  p50: 0.5,
  p90: 0.1,
  p95: 0.05,
  p99: 0.01,
  p999: 0.001,
};

/** Orders whose end is known. */
function decided(orders: OrderFigures): number {
  return orders.delivered + orders.failed + orders.timedOut + orders.lost;
}

type Read<Figures> = (figures: Figures) => MetricReading;

function share<F>(part: (figures: F) => number, whole: (figures: F) => number): Read<F> {
  return (figures) => ({ kind: 'share', part: part(figures), n: whole(figures) });
}

function count<F>(
  part: (figures: F) => number,
  whole: (figures: F) => number,
  unit: QuantityUnit = 'count',
): Read<F> {
  return (figures) => ({ kind: 'count', value: part(figures), n: whole(figures), unit });
}

/** What is known of any part of the orders. */
const sampleMetrics: Readonly<Record<string, Read<OrderSample>>> = {
  'success.rate': share(
    ({ orders }) => orders.delivered,
    ({ orders }) => decided(orders),
  ),
  'failures.rate': share(
    ({ orders }) => orders.failed,
    ({ orders }) => decided(orders),
  ),
  'refusals.rate': share(
    ({ refusals }) => sumOfCounts(refusals),
    ({ orders }) => orders.sent,
  ),
  lost: count(
    ({ orders }) => orders.lost,
    ({ orders }) => decided(orders),
  ),
  timedOut: count(
    ({ orders }) => orders.timedOut,
    ({ orders }) => decided(orders),
  ),
  errored: count(
    ({ orders }) => orders.errored,
    ({ orders }) => orders.sent,
  ),
};

/** What is known of the whole run only. */
const runMetrics: Readonly<Record<string, Read<GateFigures>>> = {
  dropped: count(
    ({ orders }) => orders.dropped,
    ({ orders }) => orders.planned,
  ),
  'idempotency.violations': count(
    ({ idempotency }) => idempotency.violations,
    ({ idempotency }) => idempotency.replays,
  ),
  spend: count(
    ({ spendCents }) => spendCents,
    ({ orders }) => orders.sent,
    'cents',
  ),
  ...Object.fromEntries(
    faultyWebhooks.flatMap((name) => {
      const part = ({ webhooks }: GateFigures) => webhooks[name];
      const received = ({ webhooks }: GateFigures) => webhooks.received;
      return [
        [`webhooks.${name}`, count(part, received)],
        [`webhooks.${name}.rate`, share(part, received)],
      ];
    }),
  ),
};

function timesReading(metric: string, { latency }: OrderSample): MetricReading | null {
  const [family = '', statistic = ''] = metric.split('.');
  const name = latencyNames.find((known): known is LatencyName => known === family);
  if (name === undefined) return null;
  const times = latency[name];
  const late = lateShares[statistic];
  if (late !== undefined) return { kind: 'percentile', times, late };
  if (statistic === 'within') return { kind: 'within', times };
  if (statistic === 'max') return { kind: 'greatest', times };
  return statistic === 'mean' ? { kind: 'mean', times } : null;
}

/** `failures.<reason>.rate` and `refusals.<reason>.rate`. */
const byReason = /^(failures|refusals)\.(\w+)\.rate$/;

function reasonReading(metric: string, { orders, failures, refusals }: OrderSample): MetricReading | null {
  const [, family, reason] = byReason.exec(metric) ?? [];
  if (reason === undefined) return null;
  const part = (family === 'failures' ? failures : refusals)[reason];
  if (part === undefined) throw new Error(`no figure is kept for the reason ${reason}`);
  return { kind: 'share', part, n: family === 'failures' ? decided(orders) : orders.sent };
}

/**
 * The metric of a budget as a run shows it: success and failures are shares of the decided orders, refusals of the sent ones,
 * webhook classes of the received webhooks.
 *
 * @param sample the orders that the budget speaks of, all of them or a selection
 * @throws {Error} for a name that no profile can hold: profiles are checked before anything runs
 */
export function readMetric(metric: BudgetMetric, sample: OrderSample, figures: GateFigures): MetricReading {
  const reading =
    sampleMetrics[metric]?.(sample) ??
    runMetrics[metric]?.(figures) ??
    timesReading(metric, sample) ??
    reasonReading(metric, sample);
  if (reading === null) throw new Error(`no figure is kept for the budget metric ${metric}`);
  return reading;
}
