import type { LatencyFigures } from '../latency/latency-figures.js';
import { latencyNames } from '../latency/run-latency.js';
import { faultyWebhooks, type GateFigures, type OrderFigures } from './gate-figures.js';
import type { QuantityUnit } from './quantity-text.js';

/** What a run says about one metric. */
export interface Observation {
  /** In the metric's unit; null where it is not known. */
  readonly value: number | null;
  /** Set where the value is known only to be greater than this many milliseconds. */
  readonly beyondMs: number | null;
  /** How many observations the value is made of. */
  readonly n: number;
}

/** How one metric is read from a run. */
export interface ObservedMetric {
  readonly unit: QuantityUnit;
  observe(figures: GateFigures): Observation;
}

const latencyKeys = {
  p50: 'p50Ms',
  p90: 'p90Ms',
  p95: 'p95Ms',
  p99: 'p99Ms',
  p999: 'p999Ms',
  max: 'maxMs',
  mean: 'meanMs',
} as const satisfies Record<string, keyof LatencyFigures>;

/** Orders whose end is known. */
function decided(orders: OrderFigures): number {
  return orders.delivered + orders.failed + orders.timedOut + orders.lost;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

type Counting = (figures: GateFigures) => number;

/** A plain count, and of how many it is one. */
function count(part: Counting, whole: Counting): ObservedMetric {
  return { unit: 'count', observe: (f) => ({ value: part(f), beyondMs: null, n: whole(f) }) };
}

/** A share from 0 to 1. */
function share(part: Counting, whole: Counting): ObservedMetric {
  const value = (figures: GateFigures) => (whole(figures) === 0 ? null : part(figures) / whole(figures));
  return { unit: 'ratio', observe: (f) => ({ value: value(f), beyondMs: null, n: whole(f) }) };
}

function latency(
  read: (figures: GateFigures) => LatencyFigures,
  key: keyof typeof latencyKeys,
): ObservedMetric {
  return {
    unit: 'ms',
    observe(figures) {
      const { [latencyKeys[key]]: value, count: times, undelivered, beyondMs } = read(figures);
      // Undelivered orders put a rank beyond the deadline; a mean over them is simply not known.
      const isBeyond = value === null && key !== 'mean' && beyondMs !== undefined;
      return { value, beyondMs: isBeyond ? beyondMs : null, n: times + undelivered };
    },
  };
}

const latencyMetrics = latencyNames.flatMap((name) =>
  (Object.keys(latencyKeys) as (keyof typeof latencyKeys)[]).map(
    (key) => [`${name}.${key}`, latency((f) => f.latency[name], key)] as const,
  ),
);

const webhookMetrics = faultyWebhooks.flatMap((name) => {
  const part: Counting = (f) => f.webhooks[name];
  const received: Counting = (f) => f.webhooks.received;
  return [
    [`webhooks.${name}`, count(part, received)] as const,
    [`webhooks.${name}.rate`, share(part, received)] as const,
  ];
});

const metrics: ReadonlyMap<string, ObservedMetric> = new Map<string, ObservedMetric>([
  ...latencyMetrics,
  [
    'success.rate',
    share(
      (f) => f.orders.delivered,
      (f) => decided(f.orders),
    ),
  ],
  [
    'failures.rate',
    share(
      (f) => f.orders.failed,
      (f) => decided(f.orders),
    ),
  ],
  [
    'refusals.rate',
    share(
      (f) => sum(f.refusals),
      (f) => f.orders.sent,
    ),
  ],
  [
    'lost',
    count(
      (f) => f.orders.lost,
      (f) => decided(f.orders),
    ),
  ],
  [
    'timedOut',
    count(
      (f) => f.orders.timedOut,
      (f) => decided(f.orders),
    ),
  ],
  [
    'dropped',
    count(
      (f) => f.orders.dropped,
      (f) => f.orders.planned,
    ),
  ],
  [
    'errored',
    count(
      (f) => f.orders.errored,
      (f) => f.orders.sent,
    ),
  ],
  [
    'idempotency.violations',
    count(
      (f) => f.idempotency.violations,
      (f) => f.idempotency.replays,
    ),
  ],
  ...webhookMetrics,
  ['spend', { unit: 'cents', observe: (f) => ({ value: f.spendCents, beyondMs: null, n: f.orders.sent }) }],
]);

/** `failures.<reason>.rate` and `refusals.<reason>.rate`. */
const byReason = /^(failures|refusals)\.(\w+)\.rate$/;

function listed(counts: Readonly<Record<string, number>>, reason: string): number {
  const found = counts[reason];
  if (found === undefined) throw new Error(`no figure is kept for the reason ${reason}`);
  return found;
}

function reasonShare(name: string): ObservedMetric | undefined {
  const [, family, reason] = byReason.exec(name) ?? [];
  if (reason === undefined) return undefined;
  if (family === 'failures')
    return share(
      (f) => listed(f.failures, reason),
      (f) => decided(f.orders),
    );
  return share(
    (f) => listed(f.refusals, reason),
    (f) => f.orders.sent,
  );
}

/**
 * The metric of a budget by its name in profiles: success and failures are shares of the decided orders, refusals of the
 * sent ones, webhook classes of the received webhooks.
 *
 * @throws {Error} for a name that no profile can hold: profiles are checked before anything runs
 */
export function observedMetric(name: string): ObservedMetric {
  const metric = metrics.get(name) ?? reasonShare(name);
  if (metric === undefined) throw new Error(`no figure is kept for the budget metric ${name}`);
  return metric;
}
