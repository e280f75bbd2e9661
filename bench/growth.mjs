// How cost grows with the rate, with the orders in flight and with the length of a run, as JSON for `bench/plots.mjs`:
//   node bench/growth.mjs [docs/performance/growth.json]
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runFoxload } from './contestants/run-contestant.mjs';
import { machine } from './machine.mjs';

const [file = 'docs/performance/growth.json'] = process.argv.slice(2);
const secondsEach = 4;
const rounds = 2;
const rates = [250, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000];

const growth = {
  date: new Date().toISOString(),
  machine: machine(),
  rate: await byRate(),
  inFlight: byFold('in-flight'),
  length: byFold('length'),
};
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(growth, null, 2)}\n`);

/** Over sockets, everything on: what one order costs of the processor, the best of a few runs. */
async function byRate() {
  const points = [];
  for (const ratePerSecond of rates) {
    let best = null;
    for (let round = 0; round < rounds; round += 1) {
      const reading = await runFoxload({ seconds: secondsEach, ratePerSecond });
      if (best === null || reading.cpuUsPerOrder < best.cpuUsPerOrder) best = reading;
    }
    const { cpuUsPerOrder, sendLag } = best;
    points.push({ ratePerSecond, cpuUsPerOrder, sendLagP99Ms: sendLag.p99Ms });
    process.stderr.write(`${ratePerSecond}/s: ${cpuUsPerOrder.toFixed(1)} us an order\n`);
  }
  return points;
}

/** In a process of its own, since memory is what it is about. */
function byFold(kind) {
  const script = fileURLToPath(new URL('growth-fold.mjs', import.meta.url));
  return JSON.parse(
    execFileSync(process.execPath, [script, kind], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
}
