// What a reading for the live page costs the process that measures, by the number of viewers, with orders in flight and orders
// over. foxload reads once a second; here one reading follows the other. Build first.
//   node scripts/live-page/reading-cost.mjs [in flight, 1000000] [over, 1000000]
import { fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { begin, complete } from '../../bench/fold.mjs';
import { monotonicClock } from '../../dist/clock.js';
import { runSource } from '../../dist/exporter/run-source.js';
import { startExporter } from '../../dist/exporter/start-exporter.js';
import { livePage } from '../../dist/live-page/live-page.js';
import { runLiveSource } from '../../dist/live-page/run-live-source.js';
import { loadProfile } from '../../dist/profile/load-profile.js';
import { Measurement } from '../../dist/run/measurement.js';
import { onceATurn } from '../../dist/run/once-a-turn.js';
import { provisionalJudgement } from '../../dist/run/run-judgement.js';
import { SpendAccount } from '../../dist/run/spend-account.js';

const [inFlight = 1_000_000, over = 1_000_000] = process.argv.slice(2).map(Number);
const readings = 500;
const { profile } = loadProfile('published');
const journal = { append() {}, durable: () => Promise.resolve(true) };
const measurement = new Measurement(monotonicClock, profile, journal);
const spend = new SpendAccount(
  profile,
  profile.orders.map(() => 1000),
);
measurement.tracker.listen(spend);
const judgement = onceATurn(() =>
  provisionalJudgement(profile, { ...measurement, spend, generator: measurement.health.reading() }),
);
const view = {
  id: '20260518-102400-measured-0000',
  folder: 'reports/20260518-102400-measured-0000',
  profile,
  target: 'http://127.0.0.1:4010',
  tracker: measurement.tracker,
  latency: measurement.latency,
  objectives: measurement.objectives,
  spend,
  mode: 'open',
  webhookTimes: measurement.webhookTimes,
  flow: { phase: 'load', startMs: 0 },
  verdict: () => judgement().verdict.result,
  judgement,
  generator: () => measurement.health.reading(),
  nowMs: () => monotonicClock.nowMs(),
  wallMs: (atMs) => monotonicClock.wallMs(atMs),
  lastWebhookMs: () => measurement.lastWebhookMs,
};
const apply = (event) => {
  measurement.tracker.apply(event);
};
for (let seq = 0; seq < over; seq += 1) {
  begin(apply, seq, view.nowMs());
  complete(apply, seq, view.nowMs() + ((seq * 7919) % 40_000));
}
for (let seq = over; seq < over + inFlight; seq += 1) begin(apply, seq, view.nowMs());

/** Readings come when this script says so. */
let tick = () => {};
const clock = {
  ...monotonicClock,
  after(_, act) {
    tick = act;
    return () => {};
  },
};
// A reading that fails is passed over by the page, and would look cheap.
runLiveSource(view, runSource(view)).source.read();
const live = runLiveSource(view, runSource(view));
const exporter = await startExporter({ port: 0, source: live.source, live: livePage(live, clock) });
const events = `${exporter.liveUrl}live/events`;

/** Processor time of this process for each of many readings, in microseconds. */
async function cpuUsPerReading() {
  const before = process.cpuUsage();
  for (let reading = 0; reading < readings; reading += 1) {
    tick();
    // Time for the viewers to read; it costs no processor.
    await pause(4);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / readings;
}

await cpuUsPerReading();
for (const viewers of [0, 1, 5, 32, 0, 1, 5, 32]) {
  const child = fork(fileURLToPath(new URL('viewing-process.mjs', import.meta.url)), [
    events,
    String(viewers),
  ]);
  await new Promise((resolve) => child.once('message', resolve));
  const costUs = Math.round(await cpuUsPerReading());
  child.send('how many?');
  const heard = await new Promise((resolve) => child.once('message', resolve));
  process.stdout.write(`${viewers} viewers: ${costUs} us of processor a reading; each heard ${heard}\n`);
  child.kill();
  await new Promise((resolve) => child.once('close', resolve));
}
await exporter.close();
process.exit();
