import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'foxload-examples-'));
afterAll(() => rmSync(reports, { recursive: true, force: true }));

/** Runs an example as its reader would, against the built library, and gives what it printed. */
function output(name: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join('examples', name), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  return stdout;
}

test('a profile can be run, and its stored result read', () => {
  const printed = output('run-a-profile.mjs', reports);
  expect(printed).toContain('planned   100 = sent 100 + dropped 0');
  expect(printed).toContain('accepted  100 = delivered 100');
  // A machine that is too busy to measure says so; the orders are delivered all the same.
  expect(output('read-a-result.mjs', join(reports, 'latest'))).toMatch(
    /-example-[0-9a-f]{8}: (pass|invalid)\n100 of 100 orders delivered, p95 \d/,
  );
});

test('a simulator can be started and asked for a failing order', () => {
  expect(output('start-a-sandbox.mjs')).toBe('answered with 201, the order is pending\n');
});

test('a receiver can be started and verifies a webhook', () => {
  const lines = output('start-a-receiver.mjs').trim().split('\n').sort();
  expect(lines).toEqual(['answered with 204', 'webhook delivered']);
});

test('every example is run here, the shop in a test of its own', () => {
  expect(readdirSync(join(root, 'examples')).sort()).toEqual([
    'live-shop',
    'read-a-result.mjs',
    'run-a-profile.mjs',
    'start-a-receiver.mjs',
    'start-a-sandbox.mjs',
  ]);
});
