// A real monitor at a simulator of its own that runs a hundred times faster than the real API, with faults. It is killed with SIGKILL
// at random moments and started again; in the end the events of its objectives are compared with the simulator's own list.
// With --reloads the profile changes several times a second, and with it the segment of the journal: kills strike there, too.
// Prints the figures, and ends with 1 when one event is missing or too many.
//
//   npm run build && node scripts/monitor-kills.mjs [--seconds 180] [--kills 2] [--seed 1] [--dialect header-key] [--reloads] [--json]
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { randomSource } from '../dist/random.js';
import { freePort } from './free-port.mjs';
import { startSimulator } from './kill-runs/simulator.mjs';
import { truthOf } from './monitor-kills/truth.mjs';
import { faultsOf, WatchedMonitor } from './monitor-kills/watched-monitor.mjs';

const option = (text) => ({ type: 'string', default: text });
const { values: flags } = parseArgs({
  options: {
    seconds: option('180'),
    kills: option('2'),
    seed: option('1'),
    dialect: option('header-key'),
    reloads: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const [seconds, kills, seed] = [flags.seconds, flags.kills, flags.seed].map(Number);
const draws = randomSource(seed, 'monitor kills');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const folder = mkdtempSync(join(tmpdir(), 'foxload-monitor-'));
const simulator = await startSimulator(folder, flags.dialect, seed, faultsOf(flags.dialect));
const monitor = new WatchedMonitor(folder, simulator, await freePort());
monitor.sendEvery('100ms');
await monitor.start();
if (flags.reloads) monitor.reloadEvery(150);
const problems = [];
const stretchMs = (seconds * 1000) / (kills + 1);
for (let kill = 0; kill < kills; kill += 1) {
  await pause(stretchMs * (0.7 + 0.6 * draws.uniform(2 * kill)));
  // The page may be closed for a moment, when the profile changes.
  const before = await monitor.metrics().catch(() => new Map());
  await monitor.end('SIGKILL');
  // As long as a service manager waits, and nobody listens.
  await pause(1500 * draws.uniform(2 * kill + 1));
  await monitor.start();
  const after = await monitor.metrics().catch(() => null);
  for (const [series, count] of before)
    if (/_total(\{|$)/.test(series) && after !== null && !((after.get(series) ?? 0) >= count))
      problems.push(`${series} was ${count} before kill ${kill + 1}, and ${after.get(series)} after it`);
}
await pause(stretchMs);

monitor.stopReloading();
// No further order for a day; the last ones come to their end.
monitor.sendEvery('1d');
await monitor.reloaded();
const value = (metrics, series) => metrics.get(`foxload_${series}`) ?? 0;
const inFlight = (metrics) =>
  ['pending', 'reserved', 'processing'].reduce(
    (sum, state) => sum + value(metrics, `orders_in_flight{state="${state}"}`),
    0,
  );
let metrics = await monitor.metrics();
for (let calm = 0; calm < 3; metrics = await monitor.metrics()) {
  calm = inFlight(metrics) === 0 ? calm + 1 : 0;
  await pause(500);
}
const files = readdirSync(monitor.state).filter((name) => name.startsWith('orders-'));
const exitCode = await monitor.end('SIGTERM');
const truth = await truthOf(simulator);
await simulator.stop();

const events = Object.fromEntries(
  ['delivery_12s', 'success'].map((slo) => {
    const of = (result) => value(metrics, `slo_events_total{slo="${slo}",result="${result}"}`);
    return [slo, { good: of('good'), bad: of('bad') }];
  }),
);
const same = (what, found, wanted) => {
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    problems.push(`${what}: ${JSON.stringify(found)}, and the simulator says ${JSON.stringify(wanted)}`);
};
same('accepted orders', value(metrics, 'orders_accepted_total'), truth.orders);
same('delivery_12s', events.delivery_12s, truth.delivery);
same('success', events.success, truth.success);
same('keys with several orders', 0, truth.doubles);
same('journal segments left', files.length, 1);
same('exit code', exitCode, 143);
const figures = {
  seed,
  dialect: flags.dialect,
  seconds,
  kills,
  segments: Number(files[0]?.match(/\d+/)?.[0]),
  orders: truth.orders,
  events,
  orphans: value(metrics, 'webhooks_received_total{event="order.delivered",verdict="orphan"}'),
  takenUp: [...monitor.said.matchAll(/took up .*/g)].map(([line]) => line),
  problems,
  machine: `${availableParallelism()} cores, node ${process.version}`,
};
if (problems.length === 0 || flags.json) rmSync(folder, { recursive: true });
else process.stderr.write(`what is left of it: ${folder}\n${monitor.said}\n`);
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
