import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { resumeRun } from '../../src/run/resume-run.js';
import { credentials } from '../commands/credentials.js';
import { outerSandbox } from '../commands/outer-sandbox.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { bookedOrders, intendedIn, journalLines, seqsOfKeys } from './books.js';
import { accepted, sent } from './events.js';
import { intent, leftRun } from './left-run.js';
import { startRun } from './process-runs.js';

const closed = { model: 'closed', connections: 3, orders: 10, seed: 1 };

function planned(seq: number, atMs: number) {
  return { kind: 'planned', atMs, seq, sku: 0, stage: 0 } as const;
}

test('of a killed closed run, planned instants come from the journal; a lost one is the newest that is known', async () => {
  const folder = leftRun(
    [intent(0, 5), planned(0, 3), sent(0, 3), planned(1, 4), sent(1, 4), accepted(0, 17), planned(2, 17.5)],
    { profile: { load: closed } },
  );
  const { orders, result } = await resumeRun(folder);
  // 1 was sent, 2 was planned, and 3 to 5 may have been; nothing after 5 can have left.
  expect(orders).toMatchObject({ open: 1, inDoubt: 5, neverSent: 4, dropped: 0 });
  expect(result.ledger.balanced).toBe(true);
  expect(result.run).toMatchObject({ model: 'closed', resumed: true });
  const lines = readFileSync(join(folder, 'orders.ndjson'), 'utf8').trimEnd().split('\n');
  const instants = lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === 'planned');
  expect(instants.map(({ seq, atMs }) => [seq, atMs])).toEqual([
    [0, 3],
    [1, 4],
    [2, 17.5],
    [3, 17.5],
    [4, 17.5],
    [5, 17.5],
  ]);
});

test('where the newest intent of a closed run may be damaged, every order that is left may have been sent', async () => {
  const folder = leftRun(
    [intent(0, 1), planned(0, 3), sent(0, 3), accepted(0, 17), intent(2, 5), planned(1, 18)],
    { profile: { load: closed } },
  );
  const file = join(folder, 'orders.ndjson');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"from":2', '"from":x'));
  const { orders } = await resumeRun(folder, { skipDamaged: true });
  expect(orders).toMatchObject({ open: 1, inDoubt: 9, neverSent: 0 });
});

test('a closed run that is killed and settled by replay has lost no order, and made none twice', async () => {
  const sandbox = await outerSandbox('header-key');
  const run = await startRun(temporaryFolder(), {
    ...sandbox.profileParts,
    load: { model: 'closed', connections: 8, orders: 100_000 },
    limits: { orders: 100_000, spend: '900000 USD' },
  });
  await run.sent(300);
  run.process.kill('SIGKILL');
  await run.process.ended;
  const folder = run.folder();
  const killed = journalLines(folder);
  const intended = intendedIn(killed);
  const before = await bookedOrders(sandbox.url);
  // Nothing that the API knows was made without an intent.
  const seqs = seqsOfKeys(String(killed[0]?.run), 100_000);
  expect(before.length).toBeGreaterThan(250);
  expect(before.filter(({ idempotency_key: key }) => !intended.has(seqs.get(key) ?? -1))).toEqual([]);

  const { orders, result } = await resumeRun(folder, { environment: credentials, settleByReplay: true });
  expect(orders).toMatchObject({ open: 0, inDoubt: 0 });
  expect(result.ledger.balanced).toBe(true);
  const after = await bookedOrders(sandbox.url);
  expect(after).toHaveLength(intended.size);
  expect(new Set(after.map(({ idempotency_key: key }) => key)).size).toBe(intended.size);
  const { delivered, failed, lost, timedOut } = orders;
  expect(delivered + failed + lost + timedOut).toBe(intended.size);
});
