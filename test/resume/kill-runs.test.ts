import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { WatchedProcess } from '../support/foxload-process.js';

const script = fileURLToPath(new URL('../../scripts/kill-runs.mjs', import.meta.url));

/** Kills whose runs once were not settled right: their seeds and numbers. The moments differ a little each time. */
const kept: readonly (readonly [seed: number, number: number])[] = [
  // Killed right after its spend limit was met: orders that the limit had denied were made by the resume.
  [1, 1],
  // Made by the resume and not decided at its first look: called timed out, and refunded later.
  [2, 34],
];

/** A busy machine takes its time over fifty runs. */
const timeoutMs = 900_000;

async function killRuns(...args: string[]): Promise<Record<string, unknown>> {
  const killer = new WatchedProcess(process.execPath, [script, '--json', ...args], { ownGroup: true });
  let isOver = false;
  // Its simulators go with it.
  onTestFinished(() => {
    if (!isOver) killer.kill('SIGKILL', true);
  });
  const { stdout, stderr } = await killer.ended;
  isOver = true;
  expect(stdout, stderr).toMatch(/^\{/);
  const figures = JSON.parse(stdout);
  expect(figures.problems).toEqual([]);
  return figures;
}

const sound = { unaccounted: 0, doubleOrders: 0, ordersOfNoRun: 0, centsOff: 0 };

test(
  'of fifty runs killed at random moments and resumed, every order and every cent is accounted for',
  async () => {
    const figures = await killRuns('--kills', '50', '--seed', '5', '--lanes', '8');
    expect(figures).toMatchObject({ ...sound, runs: 50 });
    expect(figures.killed).toBeGreaterThanOrEqual(45);
    expect(figures.resumesKilled).toBeGreaterThan(10);
    expect(figures.ordersMade).toBeGreaterThan(2_000);
  },
  timeoutMs,
);

test.each(kept)('what went wrong once is right now: seed %i, kill %i', async (seed, number) => {
  const args = ['--kills', '1', '--lanes', '1', '--seed', String(seed), '--from', String(number)];
  expect(await killRuns(...args)).toMatchObject({ ...sound, runs: 1 });
});
