// What one reading for the live page costs the process that measures, with orders in flight and orders over. Build first.
//   node scripts/live-page/reading-cost.mjs [in flight, 1000000] [over, 1000000]
import { begin, complete } from '../../bench/fold.mjs';
import { monotonicClock } from '../../dist/clock.js';
import { runSource } from '../../dist/exporter/run-source.js';
import { LiveRecorder } from '../../dist/live-page/live-recorder.js';
import { runLiveSource } from '../../dist/live-page/run-live-source.js';
import { loadProfile } from '../../dist/profile/load-profile.js';
import { Measurement } from '../../dist/run/measurement.js';
import { provisionalJudgement } from '../../dist/run/run-judgement.js';
import { SpendAccount } from '../../dist/run/spend-account.js';

const [inFlight = 1_000_000, over = 1_000_000] = process.argv.slice(2).map(Number);
const { profile } = loadProfile('published');
const journal = { append() {}, durable: () => Promise.resolve(true) };
const measurement = new Measurement(monotonicClock, profile, journal);
const spend = new SpendAccount(
  profile,
  profile.orders.map(() => 1000),
);
measurement.tracker.listen(spend);
const judgement = () =>
  provisionalJudgement(profile, { ...measurement, spend, generator: measurement.health.reading() });
const view = {
  id: '20260518-102400-measured-0000',
  folder: 'reports/20260518-102400-measured-0000',
  profile,
  target: 'http://127.0.0.1:4010',
  tracker: measurement.tracker,
  latency: measurement.latency,
  objectives: measurement.objectives,
  spend,
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

let latest;
const recorder = new LiveRecorder(runLiveSource(view, runSource(view)), monotonicClock, (reading) => {
  latest = reading;
});
for (let reading = 0; reading < 1200; reading += 1) recorder.attempt();
const costs = {
  reading: () => recorder.attempt(),
  'its text': () => JSON.stringify(latest),
  'the state for who comes': () => JSON.stringify({ reading: latest, history: recorder.history.saved() }),
};
for (const [name, act] of Object.entries(costs)) {
  const times = [];
  for (let round = 0; round < 200; round += 1) {
    const startMs = performance.now();
    act();
    times.push(performance.now() - startMs);
  }
  times.sort((left, right) => left - right);
  process.stdout.write(`${name}: median ${times[100].toFixed(2)} ms, p95 ${times[190].toFixed(2)} ms\n`);
}
process.stdout.write(
  `bytes: reading ${JSON.stringify(latest).length}, state ${JSON.stringify({ reading: latest, history: recorder.history.saved() }).length}\n`,
);
process.exit();
