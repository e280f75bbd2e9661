// Simulates whole runs of many seeds: `node scripts/simulate.mjs [seeds] [first seed]`, a thousand from 1 on by default.
// Prints a line for each seed that failed and what was simulated in all; exits with 1 when one failed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** So many in one go: what went before is told while the rest is simulated. */
const seedsPerRound = 500;

const [seeds = '1000', first = '1'] = process.argv.slice(2);
const end = Number(first) + Number(seeds);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
const total = { seeds: 0, orders: 0, events: 0, simulatedMs: 0, faults: {}, failures: [] };
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

for (let from = Number(first); from < end; from += seedsPerRound) {
  add(simulate(from, Math.min(seedsPerRound, end - from)));
  process.stderr.write(`${total.seeds} seeds, ${total.failures.length} failed\n`);
}
process.stdout.write(`${JSON.stringify(total, null, 2)}\n`);
process.exitCode = total.failures.length === 0 ? 0 : 1;

function simulate(from, count) {
  const file = join(folder, `${from}.json`);
  const env = {
    ...process.env,
    FOXLOAD_SEEDS: String(count),
    FOXLOAD_FIRST_SEED: String(from),
    FOXLOAD_SIMULATION_REPORT: file,
  };
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const run = spawnSync(process.execPath, [vitest, 'run', 'test/simulation/many-seeds.ts'], {
    cwd: root,
    env,
  });
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    process.stderr.write(run.stdout);
    process.stderr.write(run.stderr);
    throw new Error(`the round from seed ${from} left no report`);
  }
}

function add({ faults, failures, ...sums }) {
  for (const [name, value] of Object.entries(sums)) total[name] += value;
  for (const [kind, times] of Object.entries(faults)) total.faults[kind] = (total.faults[kind] ?? 0) + times;
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  total.failures.push(...failures);
}
