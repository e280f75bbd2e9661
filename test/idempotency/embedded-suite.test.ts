import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dialectNames } from '../../src/contract/dialect.js';
import type { IdempotencyResult } from '../../src/idempotency/idempotency-result.js';
import { foxload, startFoxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { caseRows, withoutWaits } from './case-rows.js';
import { lawfulIn } from './lawful-rows.js';
import { type ProfileParts, suiteProfileText } from './suite-profile.js';

/** Runs the built command line with `--json` against the embedded simulator. */
async function suite(parts: ProfileParts) {
  const folder = temporaryFolder();
  const file = join(folder, 'suite.yaml');
  writeFileSync(file, suiteProfileText(parts));
  const reports = join(folder, 'reports');
  const { code, stdout, stderr } = await foxload(['idempotency', file, '--json', '--reports', reports]);
  if (!stdout.startsWith('{')) throw new Error(stderr);
  return { code, result: JSON.parse(stdout) as IdempotencyResult, stdout, stderr, reports };
}

test.each(dialectNames)(
  'the simulator keeps the law in every case, and behaves as laid down, %s',
  async (dialect) => {
    const { code, result, stdout, reports } = await suite({ target: { dialect } });
    expect(withoutWaits(caseRows(result))).toStrictEqual(lawfulIn[dialect]);
    expect(code).toBe(0);
    expect(result.verdict).toStrictEqual({ result: 'kept', reasons: [] });
    expect(result.moneyWitness).toBe('ledger');
    expect(result.order).toStrictEqual({ sku: 'psn-tr-100', quantity: 1, priceUsd: 4.2 });
    expect(result.total).toMatchObject({ orders: 13, debits: 13, spentUsd: 54.6 });
    expect(result.cases.find(({ name }) => name === 'webhook-five-times')?.webhooks).toBe(5);
    expect(result.cases.flatMap(({ notes }) => notes)).toStrictEqual([]);
    expect(readFileSync(join(reports, result.run.id, 'idempotency.json'), 'utf8')).toBe(stdout);
  },
);

/** Every case in which the simulator meets a key again that it has already taken an order under. */
const brokenByForgetting: Record<string, string> = {
  'at-once-2': '2/2',
  'at-once-10': '10/10',
  'at-once-100': '100/100',
  'after-completion': '2/2',
  'other-body': '2/2',
  'cut-after-send': '2/2',
  'cut-in-answer': '2/2',
  'server-error-after-commit': '2/2',
  'client-timeout': '2/2',
  'webhook-before-answer': '2/2',
  'webhook-five-times': '2/2',
};

test.each(dialectNames)(
  'a simulator that forgets its keys fails, with the right cases named, %s',
  async (dialect) => {
    const sandbox = { speed: 1000, seed: 5, slowAnswer: '1200s', api: { forget_key: '100%' } };
    const { code, result } = await suite({ target: { dialect }, sandbox });
    expect(code).toBe(1);
    const broken = result.cases.filter(({ verdict }) => verdict === 'broken');
    expect(
      Object.fromEntries(broken.map(({ name, orders, debits }) => [name, `${orders}/${debits}`])),
    ).toStrictEqual(brokenByForgetting);
    for (const { broken: parts } of broken) expect(parts).toStrictEqual(['one order', 'one debit']);
    expect(result.verdict.result).toBe('broken');
    expect(result.verdict.reasons[0]).toBe('at-once-2: not one order, not one debit (2 orders, 2 debits)');
    expect(result.verdict.reasons).toHaveLength(broken.length);
    const others = result.cases.filter(({ verdict }) => verdict !== 'broken');
    expect(new Set(others.map(({ verdict }) => verdict))).toStrictEqual(new Set(['kept']));
  },
);

test('an SKU that is never delivered shows its orders all the same', async () => {
  const { code, result } = await suite({ orders: [{ sku: 'sandbox-invalid-region' }] });
  expect(code).toBe(0);
  expect(result.verdict.result).toBe('kept');
});

test('an API that sells nothing shows nothing: undecided, not kept', async () => {
  const { code, result } = await suite({
    target: { dialect: 'body-key' },
    orders: [{ sku: 'sandbox-insufficient-funds' }],
    deadline: '1s',
  });
  expect(code).toBe(3);
  expect(result.verdict.result).toBe('undecided');
  expect(result.verdict.reasons[0]).toBe('at-once-2: no order came about');
  expect(result.cases[0]?.answers).toStrictEqual([{ answer: '402 insufficient_funds', count: 2 }]);
  expect(result.total).toMatchObject({ orders: 0, debits: 0 });
});

test('the text for people fits 80 columns, and names what is broken', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'suite.yaml');
  writeFileSync(
    file,
    suiteProfileText({ sandbox: { speed: 1000, slowAnswer: '1200s', api: { forget_key: '100%' } } }),
  );
  const { stdout, stderr } = await foxload(['idempotency', file, '--reports', join(folder, 'r')]);
  const lines = stdout.split('\n').filter((line) => !line.startsWith(folder));
  expect(lines.filter((line) => line.length > 80)).toStrictEqual([]);
  expect(stdout).toContain('BROKEN: one key did not come to one order and one debit');
  expect(stdout).toMatch(/^ {2}100 at once {25}100 {4}100 {2}BROKEN$/m);
  expect(stdout).toMatch(/^ {4}201 ×100, different orders$/m);
  expect(stderr).toContain('18/18 webhook five times');
});

test('without a profile the shipped one is run, in a few seconds', async () => {
  const { code, stdout } = await foxload(['idempotency', '--json', '--reports', temporaryFolder()]);
  const result = JSON.parse(stdout) as IdempotencyResult;
  expect(code).toBe(0);
  expect(result.run.profile).toBe('idempotency');
  expect(withoutWaits(caseRows(result))).toStrictEqual(lawfulIn['header-key']);
  expect(Date.parse(result.run.endedAt) - Date.parse(result.run.startedAt)).toBeLessThan(30_000);
});

test('Ctrl-C ends the suite after the case that is under way; the result is written all the same', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'suite.yaml');
  writeFileSync(file, suiteProfileText());
  const running = startFoxload(['idempotency', file, '--json', '--reports', join(folder, 'r')]);
  await running.sees(/ 4\/18 /);
  running.kill('SIGINT');
  const { code, stdout } = await running.ended;
  expect(code).toBe(130);
  const result = JSON.parse(stdout) as IdempotencyResult;
  expect(result.run.interruptedBy).toBe('SIGINT');
  expect(result.cases.length).toBeGreaterThanOrEqual(4);
  expect(result.verdict.reasons).toStrictEqual([`${18 - result.cases.length} of 18 cases were not run`]);
  expect(result.verdict.result).toBe('undecided');
});
