import type { ExporterReading } from './exporter-source.js';
import { type MetricFamily, type Sample, single } from './metric-family.js';

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
  const value = Object.values(counters.open).reduce((total, count) => total + count, 0);
  return { labels: { window: 'run', status: 'open' }, value };
}

/** How long deliveries took. */
export const latencyFamilies: readonly MetricFamily[] = [
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
