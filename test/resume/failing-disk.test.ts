import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readJournal } from '../../src/journal/read-journal.js';
import { credentials } from '../commands/credentials.js';
import { type OuterSandbox, outerSandbox } from '../commands/outer-sandbox.js';
import { writtenProfile } from '../commands/written-profile.js';
import { cliFile, type Ended, foxload, WatchedProcess } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { bookedOrders, intendedIn, journalLines, seqsOfKeys } from './books.js';
import { mountRefusal, privateMounts } from './private-mounts.js';
import { printedClasses, runIn } from './process-runs.js';

const orders = 1_000;

/** A profile of ten seconds; a journal in group mode, since the simulator is a process of its own. */
function tenSeconds(folder: string, sandbox: OuterSandbox): string {
  return writtenProfile(folder, {
    ...sandbox.profileParts,
    load: { arrivals: 'uniform', stages: [{ rate: '100/s', for: '10s' }] },
    deadline: '20s',
    limits: { orders, spend: '10000 USD' },
    journal: 'group',
  });
}

/** Runs lines of bash, in which `foxload` is this build's. */
function bash(script: string, [program = 'bash', ...args]: readonly string[] = []): Promise<Ended> {
  const before = `foxload() { "${process.execPath}" "${cliFile}" "$@"; }\n`;
  return new WatchedProcess(
    program,
    [...args, ...(program === 'bash' ? [] : ['bash']), '--norc', '-c', before + script],
    {
      env: credentials,
    },
  ).ended;
}

/** Nothing was sent that the journal in `folder`, as the disk has it, does not cover by an intent. */
async function expectIntended(folder: string, { url }: OuterSandbox): Promise<number> {
  const seqOf = seqsOfKeys(runIn(join(folder, '..')), orders);
  const intended = intendedIn(journalLines(folder));
  const booked = await bookedOrders(url);
  for (const { idempotency_key: key } of booked) expect(intended).toContain(seqOf.get(key));
  return booked.length;
}

test('a journal that may not grow any more stops the sending at once, and what is there can be resumed', async () => {
  const folder = temporaryFolder();
  const sandbox = await outerSandbox('header-key');
  const profile = tenSeconds(folder, sandbox);
  const reports = join(folder, 'reports');
  // In KiB: a second or two of this load. The system says EFBIG at the next byte.
  const { code, stdout, stderr } = await bash(
    `ulimit -f 64; foxload run "${profile}" --reports "${reports}" --metrics-port 0`,
  );
  expect(code, stderr).toBe(4);
  expect(stdout.replace(/\s+/g, ' ')).toMatch(
    /the journal could not be written \(EFBIG[^)]*\), so the load was stopped/,
  );
  const run = join(reports, runIn(reports));
  const made = await expectIntended(run, sandbox);
  expect(made).toBeGreaterThan(0);
  expect(made).toBeLessThan(orders / 2);
  const report = JSON.parse(readFileSync(join(run, 'report.json'), 'utf8'));
  expect(report.verdict.result).toBe('invalid');
  expect(report.ledger).toMatchObject({ accepted: made, open: 0, balanced: true });

  // What the disk has is a journal from its beginning, its last line torn as a rule.
  expect(statSync(join(run, 'orders.ndjson')).size).toBe(64 * 1024);
  const { footer, skipped } = readJournal(join(run, 'orders.ndjson'), { event: () => {} });
  expect({ footer, skipped }).toEqual({ footer: null, skipped: [] });
  const resumed = await foxload(['resume', run, '--settle-by-replay'], { env: credentials });
  expect(resumed.code, resumed.stderr).toBe(4);
  const classes = printedClasses(resumed.stdout);
  expect(Object.values(classes).reduce((sum, count) => sum + count, 0)).toBe(orders);
  expect(classes).toMatchObject({ 'still open': 0, 'in doubt: perhaps sold': 0 });
});

test('a full disk stops the sending at once, and when there is room again the run can be resumed', async ({
  skip,
}) => {
  const mounts = await privateMounts();
  if (mounts === null) return skip(mountRefusal());
  const folder = temporaryFolder();
  const sandbox = await outerSandbox('header-key');
  const profile = tenSeconds(folder, sandbox);
  mkdirSync(join(folder, 'disk'));
  const { code, stdout, stderr } = await bash(
    `cd "${folder}" && mount -t tmpfs -o size=1m tmpfs disk && head -c 900k /dev/zero > disk/filler || exit 99
     foxload run "${profile}" --reports disk/reports --metrics-port 0; echo "run: $?"
     cp -r disk/reports full; rm disk/filler
     foxload resume disk/reports/2* --settle-by-replay; echo "resume: $?"
     cp -r disk/reports settled`,
    mounts,
  );
  expect(code, stderr).toBe(0);
  expect(stdout.replace(/\s+/g, ' ')).toMatch(
    /the journal could not be written \(ENOSPC[^)]*\), so the load was stopped/,
  );
  expect(stdout).toMatch(/^INVALID /m);
  // Where its report has no room either, that is said, too.
  expect(stdout).toMatch(/^run: 4$/m);
  if (!existsSync(join(folder, 'full', runIn(join(folder, 'full')), 'report.json')))
    expect(stderr).toContain('the reports could not be written (ENOSPC');
  const made = await expectIntended(join(folder, 'full', runIn(join(folder, 'full'))), sandbox);
  expect(made).toBeGreaterThan(0);
  expect(stdout).toMatch(/^resume: 4$/m);
  const settled = join(folder, 'settled', runIn(join(folder, 'settled')));
  const report = JSON.parse(readFileSync(join(settled, 'report.json'), 'utf8'));
  expect(report.ledger).toMatchObject({ open: 0, errored: 0, balanced: true });
  expect(report.ledger.accepted).toBe((await bookedOrders(sandbox.url)).length);
  expect(report.run.resumed).toBe(true);
});

test('on a disk that is full before the run nothing is sent', async ({ skip }) => {
  const mounts = await privateMounts();
  if (mounts === null) return skip(mountRefusal());
  const folder = temporaryFolder();
  const sandbox = await outerSandbox('header-key');
  const profile = tenSeconds(folder, sandbox);
  mkdirSync(join(folder, 'disk'));
  // From no room at all up to room for the lock and the profile, and none for the journal.
  const { stdout, stderr } = await bash(
    `cd "${folder}" && mount -t tmpfs -o size=64k tmpfs disk || exit 99
     for free in 0 4 8; do
       head -c $(( 65536 - free * 1024 )) /dev/zero > disk/filler
       foxload run "${profile}" --reports disk/reports --metrics-port 0 > "out-$free"; echo "run: $?"
       rm -rf disk/*
     done`,
    mounts,
  );
  const codes = [...stdout.matchAll(/^run: (\d+)$/gm)].map(([, code]) => Number(code));
  expect(codes.slice(0, 2), stderr).toEqual([2, 2]);
  expect(stderr.split('\n').filter((line) => line.includes('ENOSPC')).length).toBeGreaterThanOrEqual(2);
  expect(stderr).not.toContain('foxload itself failed');
  expect(await bookedOrders(sandbox.url)).toEqual([]);
});

test('where no folder can be made nothing is sent', async () => {
  const folder = temporaryFolder();
  const sandbox = await outerSandbox('header-key');
  const profile = tenSeconds(folder, sandbox);
  // A file where the folder should be stops root, too.
  const reports = join(folder, 'reports');
  writeFileSync(reports, '');
  const { code, stdout, stderr } = await foxload(
    ['run', profile, '--reports', reports, '--metrics-port', '0'],
    {
      env: credentials,
    },
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^the folder .* can't be made \(E(NOTDIR|EXIST)\); give another with --reports\n$/);
  expect(await bookedOrders(sandbox.url)).toEqual([]);
});

test('on a disk that can only be read nothing is sent, and no run is resumed', async ({ skip }) => {
  const mounts = await privateMounts();
  if (mounts === null) return skip(mountRefusal());
  const folder = temporaryFolder();
  const sandbox = await outerSandbox('header-key');
  const profile = tenSeconds(folder, sandbox);
  mkdirSync(join(folder, 'disk'));
  const { stdout, stderr } = await bash(
    `cd "${folder}" && mount -t tmpfs -o size=4m tmpfs disk || exit 99
     foxload run "${profile}" --reports disk/reports --metrics-port 0 > /dev/null 2>&1 &
     until grep -q '"sent"' disk/reports/2*/orders.ndjson 2> /dev/null; do kill -0 $! || exit 98; done
     kill -9 $(cat disk/reports/2*/running.pid); wait
     mount -o remount,ro disk
     foxload run "${profile}" --reports disk/reports --metrics-port 0; echo "run: $?"
     foxload resume disk/reports/2*; echo "resume: $?"`,
    mounts,
  );
  expect(stdout).toBe('run: 2\nresume: 2\n');
  const [made, lock] = stderr.trimEnd().split('\n').slice(-2);
  expect(made).toMatch(/^the folder .* can't be made \(EROFS\); give another with --reports$/);
  expect(lock).toMatch(/running\.process can't be written \(EROFS\), and no run goes on without its lock$/);
});

test('a journal whose folder is deleted under it stops the sending at once', async () => {
  const folder = temporaryFolder();
  const sandbox = await outerSandbox('header-key');
  const reports = join(folder, 'reports');
  const run = new WatchedProcess(
    process.execPath,
    [cliFile, 'run', tenSeconds(folder, sandbox), '--reports', reports, '--metrics-port', '0'],
    { env: credentials },
  );
  await run.sees(/webhooks at/);
  const id = await new Promise<string>((resolve) => {
    const look = (): void => {
      const found = existsSync(reports) ? readdirSync(reports).find((name) => name !== 'latest') : undefined;
      const file = join(reports, found ?? '-', 'orders.ndjson');
      if (found !== undefined && existsSync(file) && readFileSync(file, 'utf8').includes('"sent"'))
        resolve(found);
      else setImmediate(look);
    };
    look();
  });
  await bash(`rm -r "${join(reports, id)}"`);
  const { code, stdout } = await run.ended;
  expect(code).toBe(4);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'the journal could not be written (the file was deleted while it was written), so the load was stopped',
  );
  expect((await bookedOrders(sandbox.url)).length).toBeLessThan(orders / 2);
});
