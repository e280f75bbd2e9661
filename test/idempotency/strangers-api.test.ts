import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../scripts/free-port.mjs';
import { writeWebhookSecret } from '../../src/contract/webhook-secret.js';
import type { IdempotencyResult } from '../../src/idempotency/idempotency-result.js';
import { runIdempotencySuite } from '../../src/idempotency/run-suite.js';
import { startSandbox } from '../../src/sandbox/start-sandbox.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { caseRows, withoutWaits } from './case-rows.js';
import { lawfulIn } from './lawful-rows.js';
import { apiKey, type SmallApiFaults, smallApi, webhookSecret } from './small-api.js';
import { type ProfileParts, strangerProfile } from './suite-profile.js';

const environment = {
  FOXRELOAD_API_KEY: apiKey,
  FOXRELOAD_WEBHOOK_SECRET: writeWebhookSecret(webhookSecret),
};

async function suiteAt(faults: SmallApiFaults, parts: ProfileParts = {}): Promise<IdempotencyResult> {
  const { url, receiverPort } = await smallApi(faults);
  const own = { orders: [{ sku: 'a-thing' }], deadline: '2500ms', ...parts };
  const profile = strangerProfile(url, receiverPort, own);
  const { result } = await runIdempotencySuite(profile, { environment, reportsFolder: temporaryFolder() });
  return result;
}

test('an API of another kind keeps the law in its own words; what it can not be made to do is said', async () => {
  const result = await suiteAt({});
  expect(caseRows(result)).toStrictEqual({
    'at-once-2': '200 ×2 | same answer | 1/1 | null | kept',
    'at-once-10': '200 ×10 | same answer | 1/1 | null | kept',
    'at-once-100': '200 ×100 | same answer | 1/1 | null | kept',
    'after-completion': '200 ×2 | same answer | 1/1 | true | kept',
    'other-body': '200 ×2 | same answer | 1/1 | null | kept',
    'cut-before-send': 'cut ×1, 200 ×1 | null | 1/1 | true | kept',
    'cut-after-send': 'cut ×1, 200 ×1 | null | 1/1 | true | kept',
    'cut-in-answer': '200 cut ×1, 200 ×1 | null | 1/1 | true | kept',
    'server-error-before-commit': '200 ×1 | null | 1/1 | false | not_induced',
    'server-error-after-commit': '200 ×1 | null | 1/1 | false | not_induced',
    'client-timeout': '200 ×1 | null | 1/1 | false | not_induced',
    'key-no-uuid': '200 ×2 | same answer | 1/1 | null | kept',
    'key-uuid-v1': '200 ×2 | same answer | 1/1 | null | kept',
    'key-empty': '200 ×2 | different orders | 2/2 | null | not_a_key',
    'key-ten-kilobytes': '200 ×2 | same answer | 1/1 | null | kept',
    'key-twice': '200 ×2 | same answer | 1/1 | null | kept',
    'webhook-before-answer': '200 ×2 | same answer | 1/1 | false | not_induced',
    'webhook-five-times': '200 ×2 | same answer | 1/1 | false | not_induced',
  });
  expect(result.verdict).toStrictEqual({ result: 'kept', reasons: [] });
  expect(result.moneyWitness).toBe('balance');
  expect(result.total).toMatchObject({ orders: 19, debits: 19, spentUsd: 47.5 });
});

test('one order that is debited twice breaks the law: "one debit", told by the balance alone', async () => {
  const { verdict, cases } = await suiteAt({ debitsAgain: true });
  expect(verdict.result).toBe('broken');
  expect(verdict.reasons[0]).toBe('at-once-2: not one debit (1 order, 2 debits)');
  const broken = cases.filter((report) => report.verdict === 'broken');
  expect(broken.map(({ name, orders, debits }) => `${name} ${orders}/${debits}`)).toStrictEqual([
    'at-once-2 1/2',
    'at-once-10 1/10',
    'at-once-100 1/100',
    'after-completion 1/2',
    'other-body 1/2',
    'cut-after-send 1/2',
    'cut-in-answer 1/2',
    'key-no-uuid 1/2',
    'key-uuid-v1 1/2',
    'key-ten-kilobytes 1/2',
    'key-twice 1/2',
    'webhook-before-answer 1/2',
    'webhook-five-times 1/2',
  ]);
  for (const report of broken) expect(report.broken).toStrictEqual(['one debit']);
});

test('a balance that others move is no witness: debits are unknown, orders are judged', async () => {
  const result = await suiteAt({ restless: true });
  expect(result.moneyWitness).toBe(null);
  expect(new Set(result.cases.map(({ debits }) => debits))).toStrictEqual(new Set([null]));
  expect(result.verdict.result).toBe('kept');
});

test('an API without prices is judged by its orders', async () => {
  const result = await suiteAt({ withoutPrices: true });
  expect([result.moneyWitness, result.order.priceUsd, result.verdict.result]).toStrictEqual([
    null,
    null,
    'kept',
  ]);
});

test('a highest price of the profile is a limit, but no witness of debits', async () => {
  const limits = { spend: '2090 USD', skus: { 'a-thing': '10 USD' } };
  const result = await suiteAt({ withoutPrices: true, debitsAgain: true }, { limits });
  expect([result.moneyWitness, result.order.priceUsd, result.verdict.result]).toStrictEqual([
    null,
    null,
    'kept',
  ]);
});

test('an API that takes no order at all leaves everything undecided', async () => {
  const { cases, verdict, total } = await suiteAt({ down: true });
  expect(new Set(cases.map((report) => report.verdict))).toStrictEqual(new Set(['undecided']));
  expect(verdict.result).toBe('undecided');
  expect(verdict.reasons).toHaveLength(18);
  expect(total.orders).toBe(0);
});

test('no secret and no delivered code is in the result', async () => {
  const text = JSON.stringify(await suiteAt({}));
  expect(text).not.toContain(apiKey);
  expect(text).not.toContain('CANARY-CODE');
  expect(text).not.toContain(writeWebhookSecret(webhookSecret));
});

test('a simulator at an address of its own is judged by its balance, in the other dialect and signature', async () => {
  const receiverPort = await freePort();
  const sandbox = await startSandbox({
    apiKeys: [apiKey],
    webhookSecret,
    webhookUrl: `http://127.0.0.1:${receiverPort}/webhooks`,
    dialect: 'body-key',
    signature: 'timestamped',
    speed: 1000,
    // The suite's impatient client gives a stranger a second.
    slowAnswerMs: 1_500_000,
  });
  onTestFinished(() => sandbox.close());
  const profile = strangerProfile(sandbox.url, receiverPort, {
    target: { dialect: 'body-key' },
    receiver: { listen: `127.0.0.1:${receiverPort}`, signature: 'timestamped' },
    orders: [{ sku: 'psn-tr-100', quantity: 3 }],
  });
  const { result } = await runIdempotencySuite(profile, { environment, reportsFolder: temporaryFolder() });
  expect(withoutWaits(caseRows(result))).toStrictEqual(lawfulIn['body-key']);
  expect(result.moneyWitness).toBe('balance');
  expect(result.total).toMatchObject({ orders: 13, debits: 13, spentUsd: 163.8 });
});

test('the suite stopped after a case says which are missing', async () => {
  const { url, receiverPort } = await smallApi();
  const profile = strangerProfile(url, receiverPort, { orders: [{ sku: 'a-thing' }] });
  const drain = new AbortController();
  const { result } = await runIdempotencySuite(profile, {
    environment,
    reportsFolder: temporaryFolder(),
    drain: drain.signal,
    caseBegins: (_plan, place) => {
      if (place === 1) drain.abort('SIGINT');
    },
  });
  expect(result.cases.map(({ verdict }) => verdict)).toStrictEqual(['kept', 'kept']);
  expect(result.run.interruptedBy).toBe('SIGINT');
  expect(result.verdict).toStrictEqual({ result: 'undecided', reasons: ['16 of 18 cases were not run'] });
});
