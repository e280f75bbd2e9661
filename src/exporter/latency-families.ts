import { sumOfCounts } from '../sum-of-counts.js';
import type { ExporterReading } from './exporter-source.js';
import { type MetricFamily, type Sample, single, unlabelled } from './metric-family.js';

/** Percentiles of one window; null where nothing was observed. Milliseconds. */
interface WindowPercentiles {
  readonly window: string;
  readonly delivered: number;
  readonly undelivered: number;
  readonly percentilesMs: Readonly<Record<'50' | '95' | '99', number | null>>;
}

function runPercentiles({ delivery }: ExporterReading): WindowPercentiles {
  const orDeadline = (ms: number | null) => ms ?? delivery.beyondMs ?? null;
  return {
    window: 'run',
    delivered: delivery.count,
    undelivered: delivery.undelivered,
    percentilesMs: {
      50: orDeadline(delivery.p50Ms),
      95: orDeadline(delivery.p95Ms),
      99: orDeadline(delivery.p99Ms),
    },
  };
}

function windowPercentiles({ windows }: ExporterReading): WindowPercentiles[] {
  return Object.entries(windows).map(([window, figures]) => ({
    window,
    delivered: figures?.delivered ?? 0,
    undelivered: figures?.undelivered ?? 0,
    percentilesMs: {
      50: figures === null ? null : (figures.p50.ms ?? figures.p50.beyondMs),
      95: figures === null ? null : (figures.p95.ms ?? figures.p95.beyondMs),
      99: figures === null ? null : (figures.p99.ms ?? figures.p99.beyondMs),
    },
  }));
}

function allWindows(reading: ExporterReading): WindowPercentiles[] {
  return [...windowPercentiles(reading), runPercentiles(reading)];
}

function percentileSamples({ window, percentilesMs }: WindowPercentiles): Sample[] {
  return Object.entries(percentilesMs).flatMap(([percentile, ms]) =>
    ms === null ? [] : [{ labels: { window, percentile }, value: ms / 1000 }],
  );
}

function orderSamples({ window, delivered, undelivered }: WindowPercentiles): Sample[] {
  return [
    { labels: { window, status: 'delivered' }, value: delivered },
    { labels: { window, status: 'undelivered' }, value: undelivered },
  ];
}

function openOrders({ counters }: ExporterReading): Sample {
  return { labels: { window: 'run', status: 'open' }, value: sumOfCounts(counters.open) };
}

function boundSamples({ bounds }: ExporterReading): Sample[] {
  return Object.entries(bounds).flatMap(([percentile, { lowerMs, upperMs }]) =>
    Object.entries({ lower: lowerMs, upper: upperMs }).flatMap(([bound, ms]) =>
      ms === null ? [] : [{ labels: { percentile, bound }, value: ms / 1000 }],
    ),
  );
}

/** How long deliveries took. */
export const latencyFamilies: readonly MetricFamily[] = [
  {
    name: 'order_delivery_seconds',
    type: 'histogram',
    help: 'Time of delivered orders from the planned instant to the webhook.',
    labels: [],
    samples: ({ histograms }) => unlabelled(histograms.delivery),
  },
  {
    name: 'order_service_seconds',
    type: 'histogram',
    help: 'Time of delivered orders from the actual send to the webhook.',
    labels: [],
    samples: ({ histograms }) => unlabelled(histograms.service),
  },
  {
    name: 'order_answer_seconds',
    type: 'histogram',
    help: 'Time of create calls from the actual send to the end of the call, retries included, by the last answer.',
    labels: ['code'],
    samples: ({ histograms }) =>
      Object.entries(histograms.answer).map(([code, counts]) => ({ labels: { code }, counts })),
  },
  {
    name: 'send_lag_seconds',
    type: 'histogram',
    help: 'Time from the planned instant of an order to its actual send.',
    labels: [],
    samples: ({ histograms }) => unlabelled(histograms.sendLag),
  },
  {
    name: 'order_delivery_percentile_seconds',
    type: 'gauge',
    help:
      'Exact percentile of the time from the planned instant to the webhook, undelivered orders counted as late: ' +
      'the value of the deadline means later than the deadline. An empty window has no series.',
    labels: ['window', 'percentile'],
    samples: (reading) => allWindows(reading).flatMap(percentileSamples),
  },
  {
    name: 'order_delivery_percentile_bound_seconds',
    type: 'gauge',
    help:
      'Between which two times each percentile of the delivery lies with 95 % confidence, over the whole run: the value of the ' +
      'deadline means later than the deadline. Too few orders for a bound have no series.',
    labels: ['percentile', 'bound'],
    samples: boundSamples,
  },
  {
    name: 'order_window_orders',
    type: 'gauge',
    help: 'Orders behind the percentiles of each window; those still open are counted for the run only.',
    labels: ['window', 'status'],
    samples: (reading) => [...allWindows(reading).flatMap(orderSamples), openOrders(reading)],
  },
  {
    name: 'observations_clamped_total',
    type: 'counter',
    help: 'Measured times that were negative or above a day, and were counted as 0 or as a day.',
    labels: [],
    samples: ({ clampedObservations }) => single(clampedObservations),
  },
];
