import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliFile, foxload, WatchedProcess } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { credentials } from './credentials.js';
import { artefactsIn } from './run-artefacts.js';
import { writtenProfile } from './written-profile.js';

/** Runs `foxload` in a shell line, `$foxload` being the program; prints its own exit code on standard error. */
function shell(line: string, folder: string, profile: string): WatchedProcess {
  const env = { foxload: cliFile, node: process.execPath, profile, reports: join(folder, 'reports') };
  return new WatchedProcess('sh', ['-c', line], { env, cwd: folder });
}

const run = '"$node" "$foxload" run "$profile" --reports "$reports" --metrics-port 0';

describe('foxload whose reader goes away', () => {
  it('finishes its run and keeps its exit code when standard output is closed early', async () => {
    const folder = temporaryFolder();
    const profile = writtenProfile(folder, { budgets: ['delivery.p50 < 1ms'] });
    const { stderr } = await shell(`{ ${run}; echo "code $?" >&2; } | true`, folder, profile).ended;
    const { result } = artefactsIn(join(folder, 'reports'));
    expect(result.ledger).toMatchObject({ planned: 100, open: 0 });
    const codes = { pass: 0, fail: 1, inconclusive: 3, invalid: 4 };
    expect(stderr.endsWith(`code ${codes[result.verdict.result]}\n`)).toBe(true);
    expect(stderr).not.toMatch(/EPIPE|\n {4}at /);
  });

  it('finishes its run when standard error is closed early', async () => {
    const folder = temporaryFolder();
    const profile = writtenProfile(folder);
    const { stdout } = await shell(`{ ${run} 2>&1 >out; } | true; cat out`, folder, profile).ended;
    expect(stdout).toMatch(/^\n[A-Z]+ {2}short · embedded/);
    expect(artefactsIn(join(folder, 'reports')).result.ledger).toMatchObject({ planned: 100, open: 0 });
  });

  it.each(['--help', 'validate demo --json'])('%s ends quietly', async (args) => {
    const line = `{ "$node" "$foxload" ${args}; echo "code $?" >&2; } | true`;
    expect((await shell(line, temporaryFolder(), '').ended).stderr).toBe('code 0\n');
  });

  it.runIf(existsSync('/dev/full'))('says so when the disk behind standard output is full', async () => {
    const line = '"$node" "$foxload" validate demo >/dev/full; echo "code $?" >&2';
    expect((await shell(line, temporaryFolder(), '').ended).stderr).toMatch(
      /^standard output could not be written: ENOSPC.+\ncode 70\n$/,
    );
  });
});

describe('a fault of our own', () => {
  // Throws in a timer once the command line is up, as a defect in any of its callbacks would.
  const thrower =
    "const t = setInterval(() => { if (process.listenerCount('uncaughtException') > 0) { clearInterval(t); " +
    "throw new Error('a defect') } }, 1)";
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(thrower)}` };

  const args = ['sandbox', '--port', '0'];

  it('is one sentence and exit code 70', async () => {
    const { code, stderr } = await foxload(args, { env: { ...credentials, ...env } });
    expect(code).toBe(70);
    expect(stderr).toMatch(/(^|\n)foxload itself failed: a defect; run again with --debug to see where\n$/);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  it('shows its stack with --debug', async () => {
    const { code, stderr } = await foxload([...args, '--debug'], { env: { ...credentials, ...env } });
    expect(code).toBe(70);
    expect(stderr).toMatch(/(^|\n)foxload itself failed: a defect\nError: a defect\n {4}at /);
  });
});
