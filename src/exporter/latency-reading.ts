import type { RunLatency } from '../latency/run-latency.js';
import type { ExporterReading } from './exporter-source.js';
import { percentileBounds } from './percentile-bounds.js';

/** What a reading tells of times. */
export type LatencyReading = Pick<
  ExporterReading,
  'delivery' | 'windows' | 'bounds' | 'sendLagP99Ms' | 'clampedObservations'
>;

/** The times at an instant of the clock that they were taken by. */
export function latencyReading(latency: RunLatency, nowMs: number): LatencyReading {
  const delivery = latency.timesOf('delivery');
  return {
    delivery: latency.figuresOf('delivery'),
    windows: { '1m': latency.windowFigures('1m', nowMs), '5m': latency.windowFigures('5m', nowMs) },
    bounds: {
      50: percentileBounds(delivery, 0.5),
      95: percentileBounds(delivery, 0.05),
      99: percentileBounds(delivery, 0.01),
    },
    sendLagP99Ms: latency.figuresOf('sendLag').p99Ms,
    clampedObservations: latency.clamped,
  };
}
