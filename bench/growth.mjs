// How cost grows with the rate, with the orders in flight and with the length of a run, as JSON for `bench/plots.mjs`:
//   node bench/growth.mjs [docs/performance/growth.json]
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { emptyProcessBytes, megabytes } from './child.mjs';
import { runContestant } from './contestants/run-contestant.mjs';
import { begin, complete, newFold } from './fold.mjs';
import { machine } from './machine.mjs';

const [file = 'docs/performance/growth.json'] = process.argv.slice(2);
const secondsEach = 6;
const rounds = 3;
const rates = [250, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000];
const inFlightStep = 100_000;
const lengthStep = 1_000_000;
const mostInFlight = 1_000_000;
const longest = 10_000_000;
const window = 5_000;
const ordersPerTurn = 100;

const growth = {
  date: new Date().toISOString(),
  machine: machine(),
  rate: await byRate(),
  ...(await byFold()),
};
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(growth, null, 2)}\n`);

/** Over sockets, everything on: what one order costs of the processor, the best of a few runs. */
async function byRate() {
  const points = [];
  for (const ratePerSecond of rates) {
    let best = null;
    for (let round = 0; round < rounds; round += 1) {
      const reading = await runContestant('foxload', { orders: ratePerSecond * secondsEach, ratePerSecond });
      if (best === null || reading.cpuUsPerOrder < best.cpuUsPerOrder) best = reading;
    }
    const { cpuUsPerOrder, sendLag } = best;
    points.push({ ratePerSecond, cpuUsPerOrder, sendLagP99Ms: sendLag.p99Ms });
    process.stderr.write(`${ratePerSecond}/s: ${cpuUsPerOrder.toFixed(1)} us an order\n`);
  }
  return points;
}

/** Through the fold alone: memory as orders pile up, then as they come and go. */
async function byFold() {
  const emptyBytes = emptyProcessBytes();
  const reading = () => megabytes(process.memoryUsage().rss - emptyBytes);
  const inFlight = [];
  const { tracker, view } = newFold();
  const apply = (event) => tracker.apply(event);
  for (let seq = 0; seq < mostInFlight; seq += 1) {
    begin(apply, seq, view.nowMs());
    if (seq % ordersPerTurn === 0) await turn();
    if ((seq + 1) % inFlightStep === 0) inFlight.push({ orders: seq + 1, megabytes: reading() });
  }
  return { inFlight, length: await byLength(emptyBytes) };
}

async function byLength(emptyBytes) {
  const { tracker, view } = newFold();
  const apply = (event) => tracker.apply(event);
  const points = [];
  let before = process.cpuUsage();
  for (let seq = 0; seq < longest; seq += 1) {
    const atMs = view.nowMs();
    begin(apply, seq, atMs);
    if (seq >= window) complete(apply, seq - window, atMs);
    if (seq % ordersPerTurn === 0) await turn();
    if ((seq + 1) % lengthStep !== 0) continue;
    const { user, system } = process.cpuUsage(before);
    const rssMb = megabytes(process.memoryUsage().rss - emptyBytes);
    points.push({ orders: seq + 1, megabytes: rssMb, cpuUsPerOrder: (user + system) / lengthStep });
    before = process.cpuUsage();
    process.stderr.write(`${seq + 1} orders: ${rssMb} MB\n`);
  }
  return points;
}
