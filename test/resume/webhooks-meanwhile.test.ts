import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { credentials } from '../commands/credentials.js';
import { outerSandbox } from '../commands/outer-sandbox.js';
import { foxload, startFoxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { journalLines } from './books.js';
import { startRun } from './process-runs.js';

test('webhooks that were sent while foxload was dead come again during resume, and are acknowledged', async () => {
  // At this speed an order takes half a second in the middle, and a webhook is sent again after 0.25, 1.5 and 6 s more.
  const sandbox = await outerSandbox('header-key', ['--speed', '20']);
  const run = await startRun(temporaryFolder(), {
    ...sandbox.profileParts,
    limits: { orders: 60_000, spend: '900000 USD' },
  });
  await run.sent(100);
  run.process.kill('SIGKILL');
  await run.process.ended;
  const before = journalLines(run.folder()).length;

  const { code, stderr } = await foxload(['resume', run.folder(), '--settle-by-replay'], {
    env: credentials,
  });
  expect(code, stderr).toBe(4);
  const lines = journalLines(run.folder());
  expect(lines[before]).toMatchObject({ kind: 'resumed' });
  const webhooks = lines.filter(({ kind }) => kind === 'webhook');
  expect(lines.slice(before).filter(({ kind }) => kind === 'webhook').length).toBeGreaterThan(0);
  // Whatever was acknowledged stands in the journal: by the first process, and by the one that went on.
  const health = await (await fetch(`${sandbox.url}/sandbox/health`)).json();
  const { acknowledged } = (health as { webhooks: { acknowledged: number } }).webhooks;
  expect(acknowledged).toBeGreaterThan(0);
  expect(acknowledged).toBeLessThanOrEqual(webhooks.length);
  // Nothing counts twice that both processes heard.
  const report = JSON.parse(readFileSync(join(run.folder(), 'report.json'), 'utf8'));
  expect(report.webhooks.received).toBe(webhooks.length);
  expect(report.ledger).toMatchObject({ open: 0, errored: 0, balanced: true });
});

test('of two resumes of one run, one goes on and the other is refused', async () => {
  const sandbox = await outerSandbox('header-key', ['--speed', '20']);
  const run = await startRun(temporaryFolder(), {
    ...sandbox.profileParts,
    limits: { orders: 60_000, spend: '900000 USD' },
  });
  await run.sent(20);
  run.process.kill('SIGKILL');
  await run.process.ended;
  const first = startFoxload(['resume', run.folder()], { env: credentials });
  await first.sees(/orders are open/);
  const { code, stderr } = await foxload(['resume', run.folder()], { env: credentials });
  expect(code).toBe(2);
  expect(stderr).toContain(`goes on in process ${first.child.pid}`);
  first.kill('SIGKILL');
  await first.ended;
  // Killed, it holds nobody up; its own traces are in the journal.
  const last = await foxload(['resume', run.folder(), '--settle-by-replay'], { env: credentials });
  expect(last.code).toBe(4);
  expect(journalLines(run.folder()).filter(({ kind }) => kind === 'resumed')).toHaveLength(2);
});
