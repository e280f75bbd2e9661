import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outerSandbox } from '../commands/outer-sandbox.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { journalLines } from './books.js';
import { startRun } from './process-runs.js';

/** The file's time by the clock of the run, whose zero the journal's header tells. */
function stoppedMs(folder: string): number {
  const [header] = journalLines(folder);
  return statSync(join(folder, 'STOP')).mtimeMs - Number(header?.wallOriginMs);
}

test('a file STOP in its folder ends a run within 100 ms; what was sent is waited for', async () => {
  const sandbox = await outerSandbox('header-key');
  const run = await startRun(temporaryFolder(), {
    ...sandbox.profileParts,
    limits: { orders: 60_000, spend: '900000 USD' },
    budgets: ['success.rate > 50%'],
  });
  await run.sent(50);
  writeFileSync(join(run.folder(), 'STOP'), '');
  const { code, stdout } = await run.process.ended;

  const lines = journalLines(run.folder());
  const sentMs = lines.filter(({ kind }) => kind === 'sent').map(({ atMs }) => Number(atMs));
  const report = JSON.parse(readFileSync(join(run.folder(), 'report.json'), 'utf8'));
  // A machine that is busy with other things holds the whole process up, and the run tells by how much.
  const heldUpMs = report.generator.loopDelayP99Ms;
  expect(Math.max(...sentMs) - stoppedMs(run.folder())).toBeLessThanOrEqual(100 + heldUpMs);
  expect(report.run).toMatchObject({
    endedEarly: "the file STOP in the run's folder ended the load",
    interruptedBy: null,
    resumed: false,
  });
  const { ledger, verdict } = report;
  expect(ledger).toMatchObject({ sent: sentMs.length, delivered: sentMs.length, open: 0, balanced: true });
  expect(ledger.planned).toBe(ledger.sent + ledger.dropped);
  // Nobody's fault: the verdict is that of the orders until then.
  expect({ pass: 0, invalid: 4 }[verdict.result as string]).toBe(code);
  expect(stdout).toContain("the file STOP in the run's folder ended the load");
  expect(lines.at(-1)).toMatchObject({ kind: 'closed', earlyEnd: { cause: 'user' } });
});
