import { expect, test } from 'vitest';
import {
  assembleIdempotencyResult,
  type SuiteFindings,
} from '../../src/idempotency/assemble-idempotency-result.js';
import type { RanCase } from '../../src/idempotency/ran-case.js';
import { readProfile } from '../../src/profile/read-profile.js';
import { suiteProfileText } from './suite-profile.js';

const call = {
  kind: 'accepted',
  atMs: 1,
  status: 201,
  error: null,
  answerDigest: 'a',
  retryAfterMs: null,
} as const;

function ran(name: string, spentCents: number): RanCase {
  return {
    plan: { name, title: name, sent: 'the call', key: 'uuid_v4', steps: [] },
    seen: {
      key: name,
      outcomes: [{ ...call, orderId: `order of ${name}` }],
      spentCents,
      webhooksCame: null,
      webhooks: 1,
      firstWebhookMs: 2,
      strangers: [],
    },
  };
}

function findings(parts: Partial<SuiteFindings>): SuiteFindings {
  return {
    id: 'an-id',
    profile: readProfile(suiteProfileText(), 'suite.yaml'),
    target: 'http://127.0.0.1:4010',
    startedAt: new Date(0),
    endedAt: new Date(1_000),
    interruptedBy: null,
    item: { sku: 'psn-tr-100', quantity: 1, weight: 1 },
    priceCents: 420,
    ran: [ran('first', 420), ran('second', 420)],
    planned: 2,
    booked: null,
    spentCents: 840,
    ...parts,
  };
}

test('the sums of a suite that keeps the law', () => {
  expect(assembleIdempotencyResult(findings({}))).toMatchObject({
    verdict: { result: 'kept', reasons: [] },
    moneyWitness: 'balance',
    total: { keys: 2, calls: 2, orders: 2, debits: 2, spentUsd: 8.4 },
  });
});

test('a debit that came after its case breaks the law of the whole suite', () => {
  expect(assembleIdempotencyResult(findings({ spentCents: 1_260 })).verdict).toStrictEqual({
    result: 'broken',
    reasons: ['the whole suite: not one debit (3 debits for 2 keys that made an order)'],
  });
});

test('the books of the simulator overrule its balance', () => {
  const booked = ['first', 'second'].map((key) => ({ orderId: `order of ${key}`, key, debits: 1 }));
  const result = assembleIdempotencyResult(findings({ booked, spentCents: 1_260 }));
  expect([result.verdict.result, result.moneyWitness, result.total.debits]).toStrictEqual([
    'kept',
    'ledger',
    2,
  ]);
});
