import type { Clock } from '../clock.js';
import type { ExporterReading, ExporterSource } from '../exporter/exporter-source.js';
import { latencyReading } from '../exporter/latency-reading.js';
import { foxloadVersion } from '../version.js';
import type { Faults } from './faults.js';
import type { LiveMeasurement } from './live-measurement.js';

export interface LiveSourceParts {
  readonly clock: Clock;
  readonly measurement: LiveMeasurement;
  /** Absent where the service is not of this process. */
  readonly faults?: Faults;
  readonly maxInFlight: number;
  /** Tells this process from others, and from itself after a restart. */
  readonly id: string;
  /** What people call the service. */
  readonly name: string;
  readonly dialect: string;
}

/** A watched service as the exporter reads it: what foxload does not see has no figure, rather than a made-up one. */
export function liveSource({ measurement, clock, faults, ...about }: LiveSourceParts): ExporterSource {
  const { tracker, latency, histograms, objectives, health } = measurement;
  const run = { id: about.id, profile: about.name, mode: 'live', dialect: about.dialect };
  const epochS = (atMs: number | null) => (atMs === null ? null : clock.wallMs(atMs) / 1000);
  return {
    read(): ExporterReading {
      const nowMs = clock.nowMs();
      return {
        version: foxloadVersion,
        run,
        phase: measurement.isOver ? 'done' : 'load',
        targetRatePerSecond: null,
        counters: tracker.counters,
        ...latencyReading(latency, nowMs),
        histograms: histograms.readings(),
        objectives: objectives.readings(),
        webhookTimes: measurement.webhookTimes.readings(),
        verdict: null,
        generator: health.reading(),
        inFlightRatio: tracker.inFlight / about.maxInFlight,
        scrapeS: null,
        oldestInFlightS: epochS(tracker.oldestInFlightMs()),
        lastWebhookS: epochS(measurement.lastWebhookMs),
        spend: null,
        ...(faults === undefined ? {} : { faults: faults.counts }),
      };
    },
  };
}
