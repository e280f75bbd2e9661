import type { ExporterReading } from '../../src/exporter/exporter-source.js';
import { RunLatency } from '../../src/latency/run-latency.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';

/** What a run says before anything happened, with the given parts put in. */
export function readingWith(parts: Partial<ExporterReading> = {}): ExporterReading {
  return {
    version: '0.1.0',
    run: { id: 'r-1', profile: 'demo', mode: 'open', dialect: 'header-key' },
    phase: 'load',
    targetRatePerSecond: 0,
    counters: emptyCounters(),
    delivery: new RunLatency(300_000).figuresOf('delivery'),
    windows: { '1m': null, '5m': null },
    clampedObservations: 0,
    oldestInFlightS: null,
    lastWebhookS: null,
    spend: { debitedUsd: 0, refundedUsd: 0, limitUsd: null },
    ...parts,
  };
}

/** The latency part of a reading at `nowMs`. */
export function latencyParts(
  latency: RunLatency,
  nowMs: number,
): Pick<ExporterReading, 'delivery' | 'windows'> {
  return {
    delivery: latency.figuresOf('delivery'),
    windows: { '1m': latency.windowFigures('1m', nowMs), '5m': latency.windowFigures('5m', nowMs) },
  };
}

/** The page's series: `name{labels}` to its value. */
export function seriesOf(page: string): Map<string, number> {
  const lines = page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const cut = line.lastIndexOf(' ');
      return [line.slice(0, cut), Number(line.slice(cut + 1))];
    }),
  );
}
