import { expect, test } from 'vitest';
import type { CallOutcome } from '../../src/idempotency/call-outcome.js';
import type { IdempotencyCase } from '../../src/idempotency/idempotency-case.js';
import { judgeCase } from '../../src/idempotency/judge-case.js';
import type { CaseObservation } from '../../src/idempotency/run-case.js';
import { caseRow } from './case-rows.js';

const plan: IdempotencyCase = {
  name: 'a-case',
  title: 'a case',
  sent: 'the call twice',
  key: 'uuid_v4',
  steps: [],
};

function outcome(parts: Partial<CallOutcome>): CallOutcome {
  const none = { status: null, error: null, orderId: null, answerDigest: null, retryAfterMs: null };
  return { kind: 'accepted', atMs: 10, ...none, ...parts };
}

const accepted = (orderId: string, answerDigest = 'a'): CallOutcome =>
  outcome({ status: 201, orderId, answerDigest });

function seen(parts: Partial<CaseObservation>): CaseObservation {
  return {
    key: 'k',
    outcomes: [accepted('o1'), accepted('o1')],
    spentCents: 420,
    webhooksCame: null,
    webhooks: 1,
    firstWebhookMs: 20,
    strangers: [],
    ...parts,
  };
}

const evidence = { priceCents: 420, booked: null, named: new Set(['o1']) };

test('one order and one price less on the balance keep the law', () => {
  expect(caseRow(judgeCase(plan, seen({}), evidence))).toBe('201 ×2 | same answer | 1/1 | null | kept');
});

test('an order that failed and was paid back keeps the law', () => {
  expect(judgeCase(plan, seen({ spentCents: 0 }), evidence)).toMatchObject({ debits: 0, verdict: 'kept' });
  expect(judgeCase(plan, seen({ spentCents: -420 }), evidence)).toMatchObject({ debits: 0, verdict: 'kept' });
});

test('one cent more than one price is a second debit', () => {
  expect(judgeCase(plan, seen({ spentCents: 421 }), evidence)).toMatchObject({
    debits: 2,
    verdict: 'broken',
    broken: ['one debit'],
  });
});

test('two order ids break the law, whatever the balance says', () => {
  const outcomes = [accepted('o1'), accepted('o2')];
  expect(judgeCase(plan, seen({ outcomes, spentCents: null }), evidence)).toMatchObject({
    orders: 2,
    debits: null,
    replays: 'different orders',
    broken: ['one order'],
  });
});

test('answers that differ in anything but the order are told, not judged', () => {
  const outcomes = [accepted('o1', 'a'), accepted('o1', 'b')];
  expect(judgeCase(plan, seen({ outcomes }), evidence)).toMatchObject({
    replays: 'same order',
    verdict: 'kept',
  });
});

test('the books show an order that no answer named, and a second debit of one order', () => {
  const booked = [
    { orderId: 'o1', key: 'k', debits: 1 },
    { orderId: 'hidden', key: 'k', debits: 0 },
    { orderId: 'another', key: 'another key', debits: 1 },
  ];
  expect(judgeCase(plan, seen({}), { ...evidence, booked })).toMatchObject({
    orderIds: ['o1', 'hidden'],
    debits: 1,
    broken: ['one order'],
  });
  const twice = [{ orderId: 'o1', key: 'k', debits: 2 }];
  expect(judgeCase(plan, seen({}), { ...evidence, booked: twice })).toMatchObject({
    orders: 1,
    broken: ['one debit'],
  });
});

test('webhooks of orders that no answer named are told where no books are open', () => {
  const strangers = ['o9', 'o1'];
  expect(judgeCase(plan, seen({ strangers }), evidence).notes).toStrictEqual([
    "webhooks of orders that no answer named: 1 (a second order, or somebody else's)",
  ]);
  expect(judgeCase(plan, seen({ strangers }), { ...evidence, booked: [] }).notes).toStrictEqual([]);
});

test('a call that nobody answered decides nothing, unless the law is broken all the same', () => {
  const outcomes = [outcome({ kind: 'timeout' }), outcome({ kind: 'refused', status: 503 })];
  expect(judgeCase(plan, seen({ outcomes, spentCents: 0 }), evidence).verdict).toBe('undecided');
  expect(judgeCase(plan, seen({ outcomes, spentCents: 840 }), evidence).verdict).toBe('broken');
});

test('a circumstance that did not come about does not hide a broken law', () => {
  const five: IdempotencyCase = { ...plan, circumstance: 'repeated_webhook' };
  expect(judgeCase(five, seen({ webhooksCame: false }), evidence).verdict).toBe('not_induced');
  expect(judgeCase(five, seen({ webhooksCame: false, spentCents: 840 }), evidence).verdict).toBe('broken');
  expect(judgeCase(five, seen({ webhooksCame: true }), evidence).verdict).toBe('kept');
});

test('a webhook is early when it came before the first answer', () => {
  const early: IdempotencyCase = { ...plan, circumstance: 'early_webhook' };
  expect(judgeCase(early, seen({ firstWebhookMs: 9 }), evidence).induced).toBe(true);
  expect(judgeCase(early, seen({ firstWebhookMs: 11 }), evidence).induced).toBe(false);
  expect(judgeCase(early, seen({ firstWebhookMs: null }), evidence).induced).toBe(false);
});

test('an empty key that is taken is no key; a refused one keeps the law', () => {
  const empty: IdempotencyCase = { ...plan, key: 'empty' };
  const outcomes = [accepted('o1'), accepted('o2')];
  expect(judgeCase(empty, seen({ outcomes, spentCents: 840 }), evidence)).toMatchObject({
    verdict: 'not_a_key',
    broken: [],
  });
  const refused = [outcome({ kind: 'refused', status: 400, error: 'invalid_request' })];
  expect(judgeCase(empty, seen({ outcomes: refused, spentCents: 0 }), evidence).verdict).toBe('kept');
});
