// foxload itself with everything on: schedule, intents, retries, journal on the disk, ledger, histograms and windows, and the
// metrics page, which the measure scrapes. The loop is the open model's, offered more than it can do unless a rate is given.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSource } from '../../dist/exporter/run-source.js';
import { startExporter } from '../../dist/exporter/start-exporter.js';
import { readProfile, runProfile, writeWebhookSecret } from '../../dist/index.js';
import { apiKey, connections, order, webhookSecret } from '../settings.mjs';

const {
  apiUrl,
  webhookPort,
  orders,
  ratePerSecond,
  overloadPerSecond,
  maxInFlight = 1_000_000,
} = JSON.parse(process.argv[2]);
/** The processor time is read when orders near the end are decided: reading it costs more than the rest of the listener. */
const lastSeq = orders * 0.999;
const rate = Math.round(ratePerSecond ?? overloadPerSecond);
const profile = readProfile(`
name: bench
target: { environment: sandbox, url: '${apiUrl}', dialect: header-key, connections: ${connections}, attemptTimeout: 60s }
receiver: { listen: 127.0.0.1:${webhookPort}, path: /webhooks }
load: { arrivals: uniform, maxInFlight: ${maxInFlight}, stages: [ { rate: ${rate}/s, for: ${Math.ceil((orders / rate) * 1000) + 100}ms } ] }
orders: [ { sku: ${order.sku_id}, quantity: ${order.quantity} } ]
deadline: 5m
journal: process
limits: { orders: ${orders} }
`);
const reportsFolder = mkdtempSync(join(tmpdir(), 'foxload-bench-'));
const environment = {
  FOXRELOAD_API_KEY: apiKey,
  FOXRELOAD_WEBHOOK_SECRET: writeWebhookSecret(webhookSecret),
};
let firstMs = null;
let lastMs = 0;
let cpuBefore = process.cpuUsage();
let cpu = cpuBefore;
const finished = await runProfile(profile, {
  reportsFolder,
  environment,
  async beforeLoad(view) {
    const exporter = await startExporter({ port: 0, source: runSource(view) });
    view.tracker.listen({
      sent(_lagMs, atMs) {
        firstMs ??= atMs;
      },
      decided({ seq, decidedMs, plannedMs, outcome }) {
        if (outcome === 'delivered') exporter.observeDelivery(decidedMs - plannedMs);
        lastMs = decidedMs;
        if (seq >= lastSeq) cpu = process.cpuUsage(cpuBefore);
      },
    });
    process.send({ metricsUrl: exporter.url });
    cpuBefore = process.cpuUsage();
  },
});
rmSync(reportsFolder, { recursive: true });
const { ledger, verdict, latency, generator } = finished.result;
const reading = {
  done: ledger.delivered,
  perSecond: (ledger.delivered / (lastMs - firstMs)) * 1000,
  cpuUsPerOrder: (cpu.user + cpu.system) / ledger.delivered,
  p50Ms: latency.service.p50Ms,
  ledger,
  verdict,
  sendLag: latency.sendLag,
  generator,
};
process.send(reading, () => process.exit(0));
