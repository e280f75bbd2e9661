// foxload itself with everything on: schedule, intents, retries, journal on the disk, ledger, histograms and windows, and the
// metrics page, which the measure scrapes. The open model: it moves to its rate while it warms up, and holds it in each of its turns. Says when its
// load began, so that others can play between them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectAlone } from '../../dist/collect-alone.js';
import { runSource } from '../../dist/exporter/run-source.js';
import { startExporter } from '../../dist/exporter/start-exporter.js';
import { readProfile, runProfile, writeWebhookSecret } from '../../dist/index.js';
import { apiKey, leadMs, order, playedMs, rampMs, warmUpMs, webhookSecret } from '../settings.mjs';
import { MeasuredWindow } from './measured-window.mjs';
import { SendLags } from './send-lags.mjs';

const game = JSON.parse(process.argv[2]);
const { apiUrl, webhookPort, connections, ratePerSecond, maxInFlight, turns, turnMs, gapMs } = game;
const rate = `rate: ${ratePerSecond}/s`;
const stretchMs = playedMs(turnMs);
/** Between two turns nearly nothing is sent. */
const turn = [...(gapMs > 0 ? [`{ rate: 1/s, for: ${gapMs}ms }`] : []), `{ ${rate}, for: ${stretchMs}ms }`];
const stages = [
  `{ ${rate}, over: ${rampMs}ms }`,
  `{ ${rate}, for: ${warmUpMs - rampMs}ms }`,
  ...Array(turns).fill(turn).flat(),
];
const profile = readProfile(`
name: bench
target: { environment: sandbox, url: '${apiUrl}', dialect: header-key, connections: ${connections}, attemptTimeout: 60s }
receiver: { listen: 127.0.0.1:${webhookPort}, path: /webhooks }
load:
  arrivals: uniform
  maxInFlight: ${maxInFlight}
  stages: [ ${stages.join(', ')} ]
orders: [ { sku: ${order.sku_id}, quantity: ${order.quantity} } ]
deadline: 5m
journal: process
`);
// As the command line does.
collectAlone();
const reportsFolder = mkdtempSync(join(tmpdir(), 'foxload-bench-'));
process.on('exit', () => rmSync(reportsFolder, { recursive: true }));
// Nobody is left who would be told.
process.on('disconnect', () => process.exit(0));
const environment = {
  FOXRELOAD_API_KEY: apiKey,
  FOXRELOAD_WEBHOOK_SECRET: writeWebhookSecret(webhookSecret),
};
/** One for each turn, and the lags of the orders that were planned within it; made when the load begins. */
const measured = [];
/** The turn that is played, or comes next. */
let at = 0;
const finished = await runProfile(profile, {
  reportsFolder,
  environment,
  async beforeLoad(view) {
    const exporter = await startExporter({ port: 0, source: runSource(view) });
    view.tracker.listen({
      sent(lagMs, atMs) {
        const plannedMs = atMs - lagMs;
        if (measured.length === 0) begin(plannedMs);
        const { window, lags } = measured[at];
        if (plannedMs >= window.fromMs && plannedMs < window.toMs) lags.add(lagMs);
      },
      decided({ decidedMs }) {
        const { window } = measured[at];
        window.done(decidedMs);
        if (window.isOver && at < turns - 1) at += 1;
      },
    });
    process.send({ metricsUrl: exporter.url });
  },
});
const { ledger, verdict } = finished.result;
const readings = measured.map(({ window, lags }) => ({ ...window.reading(), sendLag: lags.figures() }));
process.send({ readings, ledger, verdict }, () => process.exit(0));

/** The first order was planned at `plannedMs`. */
function begin(plannedMs) {
  for (let number = 0; number < turns; number += 1) {
    const fromMs = plannedMs + warmUpMs + gapMs + number * (stretchMs + gapMs) + leadMs;
    measured.push({
      window: new MeasuredWindow(fromMs, fromMs + turnMs),
      lags: new SendLags(ratePerSecond, turnMs),
    });
  }
  process.send({ beganAtMs: Date.now() });
}
