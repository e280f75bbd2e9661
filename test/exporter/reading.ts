import type { ExporterReading } from '../../src/exporter/exporter-source.js';
import { latencyReading } from '../../src/exporter/latency-reading.js';
import { RunHistograms } from '../../src/exporter/run-histograms.js';
import { RunLatency } from '../../src/latency/run-latency.js';
import { WebhookTimes } from '../../src/run/webhook-times.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';
import type { AnsweredOrder, DecidedOrder } from '../../src/tracker/tracker-listener.js';

/** What a run says before anything happened, with the given parts put in. */
export function readingWith(parts: Partial<ExporterReading> = {}): ExporterReading {
  return {
    version: '0.1.0',
    run: { id: 'r-1', profile: 'demo', mode: 'open', dialect: 'header-key' },
    phase: 'load',
    targetRatePerSecond: 0,
    counters: emptyCounters(),
    ...latencyReading(new RunLatency(300_000), 0),
    histograms: new RunHistograms([]).readings(),
    objectives: [],
    webhookTimes: new WebhookTimes().readings(),
    generator: { loopDelayP99Ms: 0, cpuRatio: 0, receiverP99Ms: null },
    inFlightRatio: 0,
    verdict: 'inconclusive',
    scrapeS: null,
    oldestInFlightS: null,
    lastWebhookS: null,
    spend: { debitedUsd: 0, refundedUsd: 0, limitUsd: null, refundsPending: 0 },
    ...parts,
  };
}

const order = { seq: 0, sku: 0, stage: 0, plannedMs: 0, sentMs: 0, answeredMs: 0 };

/** An order that was delivered so long after its planned instant, of which `lagMs` passed before its send. */
export function deliveredAfter(ms: number, lagMs = 0): DecidedOrder {
  return { ...order, outcome: 'delivered', via: 'webhook', reason: null, sentMs: lagMs, decidedMs: ms };
}

/** An order whose create call was over after this long, with this status. */
export function answeredAfter(ms: number, status: number | null): AnsweredOrder {
  const outcome = status === null ? 'errored' : status < 300 ? 'accepted' : 'refused';
  return { ...order, outcome, reason: outcome === 'accepted' ? null : 'other', status, answeredMs: ms };
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
