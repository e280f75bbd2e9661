import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JournalFooter } from '../../src/journal/journal-footer.js';
import type { OrderEvent } from '../../src/order-event.js';
import { writeReports } from '../../src/report/write-reports.js';
import type { RunResult } from '../../src/run/run-result.js';
import { storedRun } from '../../src/run/stored-run.js';
import { accepted, errored, sent, webhook } from '../resume/events.js';
import { footer, leftRun, plannedOrders } from '../resume/left-run.js';
import { budgetWith, resultWith, times } from './hand-made-result.js';
import { expectWholeReport, isReport, publishedSchema } from './report-schema.js';

const ended: OrderEvent = { kind: 'ended', atMs: 90_000 };

/** A hundred orders: most delivered after a second, one failed, one errored. */
function orders(): OrderEvent[] {
  return Array.from({ length: 100 }, (_, seq): OrderEvent[] => {
    const begin = [...plannedOrders(seq, seq), sent(seq)];
    if (seq === 98) return [...begin, errored(seq, 'timeout')];
    return [...begin, accepted(seq), webhook(seq, seq === 99 ? 'failed' : 'delivered', seq * 100 + 1000)];
  }).flat();
}

/** The report of a run with these budgets, as its file has it. */
function reportOf(
  budgets: readonly string[],
  { end = {}, load = {} }: { end?: Partial<JournalFooter>; load?: object } = {},
): RunResult {
  const openLoad = { arrivals: 'uniform', stages: [{ rate: '10/s', for: '10s' }], seed: 1 };
  const profile = { load: Object.keys(load).length > 0 ? load : openLoad, budgets };
  const folder = leftRun([...orders(), ended, footer(end)], { profile });
  writeReports(storedRun(folder));
  return JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
}

const held = ['delivery.p95 < 2s', 'delivery.p50{sku=psn-tr-100} < 3s', 'spend < 900 USD', 'warn: lost == 0'];
const end = {
  resumed: true,
  generator: null,
  troubles: ['foxload was killed'],
  interruptedBy: 'SIGTERM' as const,
};

test.each([
  ['pass', () => reportOf(held)],
  ['fail', () => reportOf(['delivery.p95 < 500ms', 'refusals.rate < 90%'])],
  ['inconclusive', () => reportOf(['delivery.p99 < 2s'])],
  ['invalid', () => reportOf(held, { end })],
  ['pass', () => reportOf(held.slice(0, 1), { load: { model: 'closed', connections: 2, orders: 100 } })],
  ['fail', () => reportOf([], { end: { earlyEnd: { cause: 'api', sentence: 'abort.errorRate' } } })],
] as const)(
  'the report of a run that came to %s has the keys of the schema, all and only those',
  (wanted, make) => {
    const report = make();
    expect(report.verdict.result).toBe(wanted);
    expectWholeReport(report);
  },
);

test('what happens seldom is in the schema, too', () => {
  const base = resultWith({});
  const count = { reason: 'other', count: 1, rate: 0.5 };
  expectWholeReport({
    ...base,
    latency: { ...base.latency, delivery: times({ undelivered: 1, beyondMs: 4000 }) },
    failures: [{ ...count, retryable: null }],
    refusals: [count],
    drops: [count],
    contract: { violations: [{ violation: 'answer.not_json', count: 1, example: 'x' }] },
    budgets: [
      budgetWith('delivery.p99{sku=a,stage=2} < 2s', {
        beyondMs: 4000,
        evidence: { against: 3, passAtMost: null, failAtLeast: 9 },
      }),
    ],
  } satisfies RunResult);
});

test('a key that the schema lacks is found, and one that is missing', () => {
  const base = resultWith({});
  expect(() => expectWholeReport({ ...base, further: 1 })).toThrow();
  expect(() => expectWholeReport({ ...base, run: { ...base.run, further: 1 } })).toThrow();
  const { pace: _, ...without } = base;
  expect(() => expectWholeReport(without)).toThrow();
});

test('readers may rely on it: further keys are no fault, a wrong type or another schema is', () => {
  const base = resultWith({});
  expect(isReport({ ...base, further: 1 })).toBe(true);
  expect(isReport({ ...base, schema: 2 })).toBe(false);
  expect(isReport({ ...base, ledger: { ...base.ledger, sent: '3' } })).toBe(false);
});

test('every key is described', () => {
  const bare: string[] = [];
  const visit = (schema: unknown, path: string): void => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [key, value] of Object.entries(schema)) {
      if (key === 'properties') {
        for (const [name, property] of Object.entries(value as object)) {
          const told: unknown = (property as { description?: unknown }).description;
          const isTold = typeof told === 'string' && told !== '';
          if (!isTold) bare.push(`${path}.${name}`);
        }
      }
      visit(value, `${path}/${key}`);
    }
  };
  visit(publishedSchema, '#');
  expect(bare).toEqual([]);
});
