import type { ExporterReading } from '../../src/exporter/exporter-source.js';
import { latencyReading } from '../../src/exporter/latency-reading.js';
import { RunHistograms } from '../../src/exporter/run-histograms.js';
import { RunLatency } from '../../src/latency/run-latency.js';
import { Faults } from '../../src/live/faults.js';
import { ObjectiveCounts } from '../../src/objectives/objective-counts.js';
import { parseObjective } from '../../src/profile/objective.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { readingWith } from './reading.js';

/** A reading that every metric shows at least one series of, with these objectives and own edges, in seconds. */
export function readingOfEverySeries(
  objectives: readonly string[],
  edgesS: readonly number[] = [],
): ExporterReading {
  const latency = new RunLatency(300_000);
  for (let order = 0; order < 1_000; order += 1) latency.recordDelivery(0, order, order);
  const tracker = new Tracker(300_000);
  return readingWith({
    ...latencyReading(latency, 0),
    histograms: new RunHistograms(edgesS).readings(),
    objectives: new ObjectiveCounts(tracker, objectives.map(parseObjective)).readings(),
    oldestInFlightS: 1,
    lastWebhookS: 1,
    scrapeS: 0.001,
    spend: { debitedUsd: 1, refundedUsd: 1, limitUsd: 1, refundsPending: 1 },
    faults: new Faults(() => {}).counts,
  });
}
