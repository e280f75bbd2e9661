import { expect, test } from 'vitest';
import { idempotencyText } from '../../src/commands/idempotency-text.js';
import type { CaseReport, IdempotencyResult } from '../../src/idempotency/idempotency-result.js';

const report: CaseReport = {
  name: 'webhook-five-times',
  title: 'webhook five times',
  sent: 'the call',
  key: 'k',
  answers: [
    { answer: 'client timeout', count: 1 },
    { answer: '409 idempotency_in_progress', count: 2 },
    { answer: '201', count: 2 },
  ],
  replays: 'same answer',
  orderIds: ['o1'],
  orders: 1,
  debits: null,
  webhooks: 1,
  induced: false,
  verdict: 'not_induced',
  broken: [],
  notes: ['not every final webhook came'],
};

const result: IdempotencyResult = {
  schema: 1,
  kind: 'idempotency',
  run: {
    id: 'an-id',
    profile: 'suite',
    environment: 'sandbox',
    target: 'https://sandbox.example.com',
    dialect: 'header-key',
    startedAt: '2026-05-18T14:32:00.000Z',
    endedAt: '2026-05-18T14:33:00.000Z',
    version: '0.1.0',
    node: 'v20.19.0',
    interruptedBy: null,
  },
  order: { sku: 'psn-tr-100', quantity: 1, priceUsd: null },
  moneyWitness: null,
  verdict: { result: 'kept', reasons: [] },
  cases: [report],
  total: { keys: 1, calls: 5, orders: 1, debits: null, spentUsd: null },
};

test('what was not seen is not claimed, and every line fits', () => {
  const lines = idempotencyText(result, 80).split('\n');
  expect(lines.filter((line) => line.length > 80)).toStrictEqual([]);
  expect(lines).toStrictEqual([
    'KEPT: one key, one order, in every case shown; debits are not known',
    '',
    'https://sandbox.example.com (sandbox, header-key)',
    '',
    '  one key, each case its own       orders debits  law',
    '  webhook five times                    1      –  kept',
    '    client timeout, 409 idempotency_in_progress ×2, 201 ×2, same answer; not',
    '      induced here; not every final webhook came',
    '',
    '1 key, 5 calls, 1 order, debits not known. The API shows no balance that stands',
    '  still, or no prices: only orders were judged.',
  ]);
});
