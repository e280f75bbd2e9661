// Every measure of the bench, one after the other, as a table and as JSON: `npm run bench`.
//   node bench/bench.mjs [--short] [--json <file>] [measure ...]
//
// Speed is told as a ratio between contestants of one run, since the machine's own speed says nothing about foxload. The
// exit code is 1 where a ratio lies below four fifths of its goal; figures without a contestant (milliseconds, megabytes)
// are printed beside their goals and decide nothing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machine } from './machine.mjs';
import { table } from './table.mjs';

const all = ['full-loop', 'steady-rate', 'receiver', 'in-flight', 'long-run', 'replay', 'start'];
/** Below this share of its goal a ratio fails the bench: less may be the machine's mood. */
const failingShare = 0.8;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean' }, json: { type: 'string', default: 'reports/bench.json' } },
});
const unknown = positionals.find((name) => !all.includes(name));
if (unknown !== undefined) {
  process.stderr.write(`there is no measure ${unknown}; wanted one of ${all.join(', ')}\n`);
  process.exit(2);
}

const measures = [];
for (const name of positionals.length > 0 ? positionals : all) measures.push(await measured(name));
const rows = measures.flatMap((measure) => measure.rows);
const outcome = {
  date: new Date().toISOString(),
  machine: machine(),
  short: values.short === true,
  measures,
};
mkdirSync(dirname(values.json), { recursive: true });
writeFileSync(values.json, `${JSON.stringify(outcome, null, 2)}\n`);
process.stdout.write(`\n${table(rows)}\n${outcome.machine}\n${values.json}\n`);

const failed = rows.filter(({ ratio, goal }) => ratio !== null && goal !== null && isFar(ratio, goal));
for (const { what, ratio, goal } of failed)
  process.stderr.write(
    `${what}: the ratio is ${ratio.toFixed(2)}, far from its goal of ${goal.atLeast ?? goal.atMost}\n`,
  );
process.exitCode = failed.length > 0 ? 1 : 0;

function isFar(ratio, { atLeast = 0, atMost = Number.POSITIVE_INFINITY }) {
  return ratio < atLeast * failingShare || ratio > atMost / failingShare;
}

/** What one measure tells in the last line of its output. */
async function measured(name) {
  process.stderr.write(`\n== ${name}\n`);
  const file = fileURLToPath(new URL(`measures/${name}.mjs`, import.meta.url));
  const args = values.short === true ? [file, '--short'] : [file];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the measure ${name} ended with ${code}`);
  return JSON.parse(output.trimEnd().split('\n').at(-1));
}
