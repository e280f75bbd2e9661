// What viewers of the live page cost the process that measures: the same run without and with them, in turn. Build first.
//   node scripts/live-page/viewer-cost.mjs [viewers, 5] [orders a second, 300] [rounds, 3]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [viewers = 5, rate = 300, rounds = 3] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'foxload-viewers-'));
const profile = join(folder, 'profile.yaml');
const seconds = 20;
writeFileSync(
  profile,
  JSON.stringify({
    name: 'viewers',
    target: { environment: 'embedded' },
    load: { model: 'open', stages: [{ rate: `${rate}/s`, for: `${seconds}s` }] },
    orders: [{ sku: 'psn-tr-100' }],
    budgets: ['delivery.p50 < 12s', 'delivery.p95 < 45s', 'delivery.p99 < 90s', 'success.rate > 95%'],
    objectives: ['delivery within 45s for 95% over 7d', 'success for 95% over 7d'],
    sandbox: { speed: 100, seed: 7 },
  }),
);

/** Processor time and lateness of one run, looked at by so many. */
async function measured(count) {
  const args = [
    'dist/cli.js',
    'run',
    profile,
    '--reports',
    join(folder, 'reports'),
    '--json',
    '--metrics-port',
    '19464',
  ];
  const run = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  run.stdout.setEncoding('utf8').on('data', (text) => {
    told += text;
  });
  let opening = '';
  let bytes = 0;
  run.stderr.setEncoding('utf8').on('data', (text) => {
    const before = opening;
    opening += text;
    if (/live page at/.test(before) || !/live page at/.test(opening)) return;
    for (let viewer = 0; viewer < count; viewer += 1)
      get('http://127.0.0.1:19464/live/events', { agent: false }, (response) =>
        response.on('data', (piece) => {
          bytes += piece.length;
        }),
      ).on('error', () => {});
  });
  await new Promise((resolve) => run.once('close', resolve));
  const { generator, latency } = JSON.parse(told);
  return {
    viewers: count,
    cpuRatio: generator.cpuRatio,
    lagP50Ms: latency.sendLag.p50Ms,
    lagP99Ms: latency.sendLag.p99Ms,
    bytesPerViewer: count === 0 ? 0 : Math.round(bytes / count),
  };
}

const all = [];
for (let round = 0; round < rounds; round += 1)
  for (const count of [0, viewers]) {
    const figures = await measured(count);
    all.push(figures);
    process.stdout.write(`${JSON.stringify(figures)}\n`);
  }
const least = (count, key) =>
  Math.min(...all.filter((each) => each.viewers === count).map((each) => each[key]));
for (const key of ['cpuRatio', 'lagP50Ms', 'lagP99Ms'])
  process.stdout.write(
    `${key}, least of ${rounds}: ${least(0, key)} without, ${least(viewers, key)} with ${viewers}; ratio ${(least(viewers, key) / least(0, key)).toFixed(3)}\n`,
  );
rmSync(folder, { recursive: true, force: true });
