import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { credentials } from '../commands/credentials.js';
import { outerSandbox } from '../commands/outer-sandbox.js';
import { writtenProfile } from '../commands/written-profile.js';
import { foxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { accepted, sent } from './events.js';
import { intent, leftRun, plannedOrders } from './left-run.js';
import { printedClasses, runIn, startRun } from './process-runs.js';

function filesIn(folder: string): Record<string, Buffer> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

async function refusal(folder: string, env: NodeJS.ProcessEnv = {}, ...flags: string[]): Promise<string> {
  const before = filesIn(folder);
  const { code, stdout, stderr } = await foxload(['resume', folder, ...flags], { env });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(filesIn(folder)).toEqual(before);
  return stderr;
}

test('what is no run is refused in one sentence', async () => {
  const folder = temporaryFolder();
  expect(await refusal(folder)).toBe(
    `${folder} is no run: neither ${folder} nor reports${folder} holds a journal orders.ndjson\n`,
  );
});

test('a run that was killed before its journal began is told as one that sent nothing', async () => {
  const folder = leftRun([]);
  writeFileSync(join(folder, 'orders.ndjson'), '');
  expect(await refusal(folder)).toMatch(
    /orders\.ndjson:1: the file is empty; wanted a line of the kind "run"/,
  );
});

test('a profile that was changed since is refused', async () => {
  const folder = leftRun([intent(0, 0)]);
  const file = join(folder, 'profile.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
  expect(await refusal(folder)).toBe(
    `${file} is not the profile that this run began with: it was changed since\n`,
  );
});

test('a damaged line is refused with its place, and told when it is left out', async () => {
  const folder = leftRun([intent(0, 1), ...plannedOrders(0, 1), sent(0), accepted(0)]);
  const file = join(folder, 'orders.ndjson');
  const lines = readFileSync(file, 'utf8').split('\n');
  const offset = Buffer.byteLength(lines.slice(0, 2).join('\n')) + 1;
  writeFileSync(file, lines.join('\n').replace('"seq":0,"sku"', '"seq":7,"sku"'));
  expect(await refusal(folder)).toContain(`${file}:3: the line has the checksum`);

  const { code, stderr, stdout } = await foxload(['resume', folder, '--skip-damaged']);
  expect(code).toBe(4);
  expect(stderr).toContain(
    `left out: line 3, ${Buffer.byteLength(lines[2] ?? '') + 1} bytes at byte ${offset}, which has the checksum`,
  );
  expect(stdout).toContain('1 damaged lines of the journal were left out');
});

test('a run that still goes on is refused, and goes on', async () => {
  const folder = temporaryFolder();
  const run = await startRun(folder);
  await run.sent(20);
  const { code, stderr } = await foxload(['resume', run.folder()]);
  expect(code).toBe(2);
  expect(stderr).toBe(
    `the run in ${run.folder()} goes on in process ${run.process.child.pid}; end that one first ` +
      `(if it is no foxload, remove ${join(run.folder(), 'running.pid')})\n`,
  );
  run.process.kill('SIGINT');
  expect((await run.process.ended).code).toBe(130);
});

test('a finished run is told again, and nothing in its folder changes', async () => {
  const folder = temporaryFolder();
  const reports = join(folder, 'reports');
  const args = ['run', writtenProfile(folder), '--reports', reports, '--metrics-port', '0'];
  const run = await foxload(args);
  // A machine that was too busy to measure says so; told again it has to say the same.
  expect([0, 4]).toContain(run.code);
  const before = filesIn(join(reports, runIn(reports)));
  for (const flags of [[], ['--settle-by-replay'], ['--skip-damaged']]) {
    const again = await foxload(['resume', runIn(reports), '--reports', reports, ...flags]);
    expect(again.code).toBe(run.code);
    // Below the classes stands the run's own final block, to the byte.
    expect(again.stdout.endsWith(run.stdout)).toBe(true);
    expect(printedClasses(again.stdout)).toMatchObject({ delivered: 100, 'never sent': 0, 'still open': 0 });
    expect(filesIn(join(reports, runIn(reports)))).toEqual(before);
  }
});

test('of a killed run with a simulator of its own, a report is written and open orders stay open', async () => {
  const folder = temporaryFolder();
  const run = await startRun(folder, { sandbox: { speed: 5, seed: 3 } });
  await run.sent(50);
  run.process.kill('SIGKILL');
  await run.process.ended;
  const { code, stdout, stderr } = await foxload(['resume', run.folder()]);
  expect(code).toBe(4);
  const classes = printedClasses(stdout);
  expect(Object.values(classes).reduce((sum, count) => sum + count, 0)).toBe(60_000);
  const open = classes['still open'] ?? 0;
  expect(open).toBeGreaterThan(0);
  expect(stderr).toContain(`the simulator ended with the run: ${open} orders stay open`);
  expect(stderr).not.toContain('run the same command again');
  const report = JSON.parse(readFileSync(join(run.folder(), 'report.json'), 'utf8'));
  expect(report.run.resumed).toBe(true);
  expect(report.ledger).toMatchObject({ open, balanced: true });
  expect(report.verdict.result).toBe('invalid');
  expect(report.verdict.reasons[0]).toMatch(/^foxload was killed before all orders were decided/);
  // Nobody can tell more of it: a second time changes nothing.
  const before = filesIn(run.folder());
  const again = await foxload(['resume', run.folder()]);
  expect(again.stdout).toBe(stdout);
  expect(filesIn(run.folder())).toEqual(before);
});

test('a run that was left by two Ctrl-C is settled', async () => {
  const folder = temporaryFolder();
  const sandbox = await outerSandbox('body-key', ['--speed', '20']);
  const run = await startRun(folder, {
    ...sandbox.profileParts,
    limits: { orders: 60_000, spend: '900000 USD' },
  });
  await run.sent(50);
  run.process.kill('SIGINT');
  await run.process.sees(/No new orders/);
  run.process.kill('SIGINT');
  expect((await run.process.ended).code).toBe(130);
  const left = JSON.parse(readFileSync(join(run.folder(), 'report.json'), 'utf8'));
  expect(left.ledger.open).toBeGreaterThan(0);

  const { stdout } = await foxload(['resume', run.folder(), '--settle-by-replay'], { env: credentials });
  // Those that were not due yet are not bought by it, although their intents were written.
  const classes = printedClasses(stdout);
  expect(classes).toMatchObject({ 'still open': 0, 'in doubt: perhaps sold': 0 });
  expect(Object.values(classes).reduce((sum, count) => sum + count, 0)).toBe(60_000);
  const report = JSON.parse(readFileSync(join(run.folder(), 'report.json'), 'utf8'));
  expect(report.run).toMatchObject({ resumed: true, interruptedBy: 'SIGINT' });
  expect(report.ledger).toMatchObject({ open: 0, balanced: true, planned: left.ledger.planned });
  expect(report.ledger.accepted).toBe(left.ledger.sent);
});

test('a folder that can hold no lock is refused in one sentence', async () => {
  const folder = leftRun([intent(0, 0)]);
  // A folder where the lock should be: nobody can write that, not even root.
  mkdirSync(join(folder, 'running.pid'));
  const { code, stderr } = await foxload(['resume', folder]);
  expect(code).toBe(2);
  expect(stderr).toBe(
    `${join(folder, 'running.pid')} can't be written (EISDIR), and no run goes on without its lock\n`,
  );
});

test('--json tells the classes of all orders beside the result, those never sent among them', async () => {
  const folder = leftRun([intent(0, 1), ...plannedOrders(0, 1), sent(0), accepted(0)]);
  const { stdout } = await foxload(['resume', folder, '--json']);
  const { orders, ...result } = JSON.parse(stdout);
  expect(orders).toMatchObject({ open: 1, inDoubt: 1, neverSent: 8, delivered: 0 });
  expect(result).toEqual(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')));
});
