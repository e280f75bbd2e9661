import type { VerdictResult } from '../gate/verdict.js';
import type { LatencyFigures } from '../latency/latency-figures.js';
import type { LatencyWindow } from '../latency/run-latency.js';
import type { WindowFigures } from '../latency/sliding-window.js';
import type { ObjectiveReading } from '../objectives/objective-counts.js';
import type { GeneratorReading } from '../run/generator-reading.js';
import type { WebhookTimesReading } from '../run/webhook-times.js';
import type { TrackerCounters } from '../tracker/tracker-counters.js';
import type { CarriedCounts } from './carried-counts.js';
import type { PercentileBounds } from './percentile-bounds.js';
import type { HistogramReadings } from './run-histograms.js';

/** What a run is doing; exactly one at a time. */
export const runPhases = ['warmup', 'load', 'drain', 'done'] as const;
export type RunPhase = (typeof runPhases)[number];

/** Everything the metrics page shows of a run at one instant. */
export interface ExporterReading {
  /** foxload's own version. */
  readonly version: string;
  readonly run: {
    readonly id: string;
    readonly profile: string;
    readonly mode: string;
    readonly dialect: string;
  };
  readonly phase: RunPhase;
  /** The schedule's rate now, in orders a second; 0 when no load is due any more; null where there is no schedule. */
  readonly targetRatePerSecond: number | null;
  readonly counters: Readonly<TrackerCounters>;
  /** Delivery over the whole run, undelivered orders included. */
  readonly delivery: LatencyFigures;
  /** Delivery over the sliding windows; null for a window in which no order was decided. */
  readonly windows: Readonly<Record<LatencyWindow, WindowFigures | null>>;
  /** Where each percentile of the delivery over the whole run lies, by its name: 50, 95, 99. */
  readonly bounds: Readonly<Record<'50' | '95' | '99', PercentileBounds>>;
  readonly histograms: HistogramReadings;
  readonly webhookTimes: WebhookTimesReading;
  readonly objectives: readonly ObjectiveReading[];
  /** Provisional until the run is over; null where nothing is judged. */
  readonly verdict: VerdictResult | null;
  /** The machine that measures, over the run so far. */
  readonly generator: GeneratorReading;
  /** Null before the first order. */
  readonly sendLagP99Ms: number | null;
  /** Orders in flight over the most that may be. */
  readonly inFlightRatio: number;
  /** Recorded times that were negative or above a day. */
  readonly clampedObservations: number;
  /** How long it took to put the page before this one together, in seconds; null where there was none. */
  readonly scrapeS: number | null;
  /** Planned instant of the oldest order without an end, in seconds since 1970; null when none is open. */
  readonly oldestInFlightS: number | null;
  /** Arrival of the newest webhook, whatever its class, in seconds since 1970; null before the first. */
  readonly lastWebhookS: number | null;
  /** Null where foxload does not see what orders cost. */
  readonly spend: {
    readonly debitedUsd: number;
    readonly refundedUsd: number;
    readonly limitUsd: number | null;
    /** Failed orders that are to be paid back. */
    readonly refundsPending: number;
  } | null;
  /** By kind, what went wrong on foxload's side in a service that it is built into; absent in a run. */
  readonly faults?: Readonly<Record<string, number>>;
  /** What runs before this one counted in the same process; absent in the first. */
  readonly carried?: CarriedCounts;
}

/** Where the exporter reads a run. Called once a scrape, synchronously, so that one page shows one instant. */
export interface ExporterSource {
  read(): ExporterReading;
  /**
   * Settles when what was read so far is safe on the disk; for whoever goes on with its counters after a restart. A scrape waits for
   * it: a counter that was seen once must not be smaller later, which Prometheus would take for a new one.
   */
  kept?(): Promise<unknown>;
}
