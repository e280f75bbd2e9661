// What telling the metrics costs the event loop of a run: `node bench/measures/metrics.mjs`, after `npm run build`.
//
// A million deliveries are recorded first, so that histograms and windows are as full as they get. Then every way to tell them is
// taken often enough for a median: a sample for `metrics.om`, the page, an export before it is sent. At the end the text of a
// file with as many samples as there may be, and its longest piece, between which everything else goes on.

import { latencyReading } from '../../dist/exporter/latency-reading.js';
import { metricsPage } from '../../dist/exporter/metrics-page.js';
import { openMetricsText } from '../../dist/exporter/openmetrics-text.js';
import { otlpMetrics } from '../../dist/exporter/otlp-metrics.js';
import { RunHistograms } from '../../dist/exporter/run-histograms.js';
import { maxSamples, SampledRun } from '../../dist/exporter/sampled-run.js';
import { RunLatency } from '../../dist/latency/run-latency.js';
import { randomSource } from '../../dist/random.js';
import { WebhookTimes } from '../../dist/run/webhook-times.js';
import { emptyCounters } from '../../dist/tracker/tracker-counters.js';

const orders = 1_000_000;
const nowMs = 1_000;
const labels = { job: 'foxload', instance: '2026-11-22-060000-steady-abcdef12' };

const latency = new RunLatency(300_000);
const histograms = new RunHistograms([]);
const webhookTimes = new WebhookTimes();
const chance = randomSource(1, 'metrics-cost');
for (let order = 0; order < orders; order += 1) {
  const ms = 1_000 * Math.exp(2.5 + 1.6 * (chance.uniform(order) - 0.5));
  latency.recordDelivery((order / orders) * nowMs, ms, ms);
}

function read() {
  return {
    version: '0',
    run: { id: labels.instance, profile: 'steady', mode: 'open', dialect: 'header-key' },
    phase: 'load',
    targetRatePerSecond: 200,
    counters: emptyCounters(),
    ...latencyReading(latency, nowMs),
    histograms: histograms.readings(),
    webhookTimes: webhookTimes.readings(),
    objectives: [],
    verdict: 'pass',
    generator: { loopDelayP99Ms: 1, cpuRatio: 0.5, receiverP99Ms: 1 },
    sendLagP99Ms: 1,
    inFlightRatio: 0,
    clampedObservations: 0,
    scrapeS: null,
    oldestInFlightS: 1,
    lastWebhookS: 1,
    spend: { debitedUsd: 1, refundedUsd: 1, limitUsd: 100, refundsPending: 0 },
  };
}

async function medianMs(act) {
  const times = [];
  for (let round = 0; round < maxSamples; round += 1) {
    const startMs = performance.now();
    await act(round);
    times.push(performance.now() - startMs);
  }
  return times.sort((a, b) => a - b)[maxSamples / 2].toFixed(2);
}

const say = (line) => process.stdout.write(`${line}\n`);
const run = new SampledRun();
say(`a sample: ${await medianMs((round) => run.take(read(), 1.78e12 + round * 5_000))} ms`);
say(`a page: ${await medianMs(() => metricsPage(read()))} ms`);
say(`an export: ${await medianMs(() => otlpMetrics(read(), { fromMs: 0, toMs: 1 }))} ms`);

let [bytes, longestMs, lastMs] = [0, 0, performance.now()];
const startMs = lastMs;
for (const piece of openMetricsText(run, labels)) {
  bytes += Buffer.byteLength(piece);
  longestMs = Math.max(longestMs, performance.now() - lastMs);
  lastMs = performance.now();
}
const allMs = (lastMs - startMs).toFixed(0);
say(
  `a file of ${maxSamples} samples: ${(bytes / 1e6).toFixed(1)} MB, ${allMs} ms, its longest piece ${longestMs.toFixed(1)} ms`,
);
