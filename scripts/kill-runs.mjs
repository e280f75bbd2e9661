// Kills real runs with SIGKILL at random moments, resumes them, and compares foxload's account with the simulator's books.
// Several lanes at once, each with a simulator of its own. Prints the figures, and ends with 1 when anything is missing.
//
//   npm run build && node scripts/kill-runs.mjs [--kills 500] [--seed 1] [--lanes 6] [--from 0] [--json]
//
// A kill is known by its seed and number: `--seed S --from N --kills 1` does that one again.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareBooks, settledBooks } from './kill-runs/books.mjs';
import { killOne } from './kill-runs/kill-one.mjs';
import { killPlan } from './kill-runs/kill-plan.mjs';
import { startSimulator } from './kill-runs/simulator.mjs';

const number = (text) => ({ type: 'string', default: text });
const { values: flags } = parseArgs({
  options: {
    kills: number('500'),
    seed: number('1'),
    lanes: number('6'),
    from: number('0'),
    json: { type: 'boolean', default: false },
  },
});
const [kills, seed, lanes, from] = [flags.kills, flags.seed, flags.lanes, flags.from].map(Number);

/** Takes every `lanes`-th kill. Dialects alternate by lane. */
async function runLane(lane, folder) {
  const dialect = lane % 2 === 0 ? 'header-key' : 'body-key';
  const simulator = await startSimulator(folder, dialect, seed * 1000 + lane);
  const stories = [];
  for (let index = from + lane; index < from + kills; index += lanes) {
    const story = await killOne(killPlan(seed, index), simulator, folder);
    stories.push(story);
    if (!flags.json)
      process.stderr.write(story.problems.length > 0 ? 'x' : story.ended === 'killed' ? '.' : '-');
  }
  const sums = compareBooks(await settledBooks(simulator, stories), stories);
  await simulator.stop();
  return { sums, stories };
}

const folder = mkdtempSync(join(tmpdir(), 'foxload-kills-'));
const startMs = performance.now();
const results = await Promise.all(
  Array.from({ length: Math.min(lanes, kills) }, (_, lane) =>
    runLane(lane, mkdtempSync(join(folder, `lane-${lane}-`))),
  ),
);
const stories = results.flatMap((result) => result.stories);
const total = (what) => results.reduce((sum, { sums }) => sum + sums[what], 0);
const count = (holds) => stories.filter(holds).length;
const problems = stories.flatMap(({ plan, problems }) =>
  problems.map((problem) => `kill ${plan.index}: ${problem}`),
);
const figures = {
  seed,
  runs: stories.length,
  killed: count(({ ended }) => ended === 'killed'),
  killedBeforeTheirJournal: count(({ report }) => report === null),
  resumesKilled: stories.reduce((sum, { plan }) => sum + plan.resumeKillsMs.length, 0),
  ordersMade: total('orders'),
  unaccounted: total('unaccounted'),
  doubleOrders: total('doubles'),
  ordersOfNoRun: total('strangers'),
  centsOff: total('centsOff'),
  problems,
  seconds: Math.round((performance.now() - startMs) / 1000),
  machine: `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), node ${process.version}`,
};
const isSound =
  problems.length + figures.unaccounted + figures.doubleOrders + figures.ordersOfNoRun + figures.centsOff ===
  0;
if (isSound || flags.json) rmSync(folder, { recursive: true });
else process.stderr.write(`\nwhat is left of them: ${folder}\n`);
process.stdout.write(`${flags.json ? '' : '\n'}${JSON.stringify(figures, null, 2)}\n`);
process.exitCode = isSound ? 0 : 1;
