// foxload itself with everything on: schedule, intents, retries, journal on the disk, ledger, histograms and windows, and the
// metrics page, which the measure scrapes. The open model: it moves to its rate while it warms up, and holds it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectAlone } from '../../dist/collect-alone.js';
import { runSource } from '../../dist/exporter/run-source.js';
import { startExporter } from '../../dist/exporter/start-exporter.js';
import { readProfile, runProfile, writeWebhookSecret } from '../../dist/index.js';
import { apiKey, connections, order, rampMs, warmUpMs, webhookSecret } from '../settings.mjs';
import { MeasuredWindow } from './measured-window.mjs';

const game = JSON.parse(process.argv[2]);
const { apiUrl, webhookPort, seconds, ratePerSecond, maxInFlight = 1_000_000 } = game;
const profile = readProfile(`
name: bench
target: { environment: sandbox, url: '${apiUrl}', dialect: header-key, connections: ${game.connections ?? connections}, attemptTimeout: 60s }
receiver: { listen: 127.0.0.1:${webhookPort}, path: /webhooks }
load:
  arrivals: uniform
  maxInFlight: ${maxInFlight}
  stages: [ { rate: ${ratePerSecond}/s, over: ${rampMs}ms }, { rate: ${ratePerSecond}/s, for: ${warmUpMs - rampMs + seconds * 1000 + 100}ms } ]
orders: [ { sku: ${order.sku_id}, quantity: ${order.quantity} } ]
deadline: 5m
journal: process
`);
// As the command line does.
collectAlone();
const reportsFolder = mkdtempSync(join(tmpdir(), 'foxload-bench-'));
const environment = {
  FOXRELOAD_API_KEY: apiKey,
  FOXRELOAD_WEBHOOK_SECRET: writeWebhookSecret(webhookSecret),
};
let window = null;
/** Of the orders that were planned within the window. */
const lagsMs = [];
const finished = await runProfile(profile, {
  reportsFolder,
  environment,
  async beforeLoad(view) {
    const exporter = await startExporter({ port: 0, source: runSource(view) });
    view.tracker.listen({
      sent(lagMs, atMs) {
        const plannedMs = atMs - lagMs;
        window ??= new MeasuredWindow(plannedMs + warmUpMs, plannedMs + warmUpMs + seconds * 1000);
        if (plannedMs >= window.fromMs && plannedMs < window.toMs) lagsMs.push(lagMs);
      },
      decided({ decidedMs }) {
        window.done(decidedMs);
      },
    });
    process.send({ metricsUrl: exporter.url });
  },
});
rmSync(reportsFolder, { recursive: true });
lagsMs.sort((a, b) => a - b);
const quantile = (share) => lagsMs[Math.ceil(share * lagsMs.length) - 1];
const { ledger, verdict, latency, generator } = finished.result;
const reading = {
  done: ledger.delivered,
  p50Ms: latency.service.p50Ms,
  ...window.reading(),
  ledger,
  verdict,
  sendLag: { p50Ms: quantile(0.5), p99Ms: quantile(0.99) },
  generator,
};
process.send(reading, () => process.exit(0));
