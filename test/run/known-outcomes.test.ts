import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type DialectName, dialectNames } from '../../src/contract/dialect.js';
import { type SignatureSchemeName, signatureSchemeNames } from '../../src/contract/signature-scheme.js';
import { orderMix } from '../../src/load/order-mix.js';
import type { Profile } from '../../src/profile/profile.js';
import { readResult } from '../../src/report/read-result.js';
import { writeReports } from '../../src/report/write-reports.js';
import { Tracker } from '../../src/tracker/tracker.js';
import type { TrackerCounters } from '../../src/tracker/tracker-counters.js';
import { expectedCounters, type Fate, fatesBySku } from './expected-run.js';
import { eventsOf, type MeasuredRun, type Rig, withRig } from './rig.js';

const orders = 200;
const plainCents = 420;
const magicCents = 100;

const combinations: readonly [DialectName, SignatureSchemeName][] = dialectNames.flatMap((dialect) =>
  signatureSchemeNames.map((signature): [DialectName, SignatureSchemeName] => [dialect, signature]),
);

/** Every magic SKU and a plain one, mixed; the deadline is far above all that a sandbox a thousand times faster takes. */
function mixedProfile(rig: Rig, dialect: DialectName): Profile {
  return rig.profile({
    load: { arrivals: 'uniform', stages: [{ rate: '50/s', for: '4s' }], seed: 3 },
    orders: [...fatesBySku(dialect).keys()].map((sku) => ({ sku })),
    deadline: '12s',
    budgets: ['lost < 1', 'success.rate > 1%'],
  });
}

function fatesOf({ orders: mix, load }: Profile, dialect: DialectName): { sku: string; fate: Fate }[] {
  const fates = fatesBySku(dialect);
  const { skuOf } = orderMix(mix, 0, load.seed);
  return Array.from({ length: orders }, (_, seq) => {
    const sku = mix[skuOf(seq)]?.sku ?? '';
    const fate = fates.get(sku);
    if (fate === undefined) throw new Error(`no fate for ${sku}`);
    return { sku, fate };
  });
}

/** What was explained is compared only where there is something to explain. */
function withoutWords(counters: TrackerCounters): object {
  const violations = [...counters.violations].map(([name, { count }]) => [name, count] as const).sort();
  const firstAttemptFailures = Object.keys(counters.firstAttemptFailures).sort();
  return { ...counters, violations, firstAttemptFailures, firstForgery: counters.webhooks.forged > 0 };
}

test.concurrent.each(combinations)(
  'a run over every induction comes to exactly the figures that its order mix lays down, %s and %s',
  async (dialect, signature) => {
    await withRig({ dialect, signature, slowAnswerMs: 300_000 }, async (rig) => {
      const profile = mixedProfile(rig, dialect);
      const fates = fatesOf(profile, dialect);
      const run = await rig.run(profile);
      expectCounters(run, fates);
      expectLedger(run, fates);
      expectReplayEqualsLive(run);
      expectReport(run);
      await expectBooks(rig, run, fates);
    });
  },
);

function expectCounters({ view, result }: MeasuredRun, fates: readonly { fate: Fate }[]): void {
  const expected = expectedCounters(fates.map(({ fate }) => fate));
  expect(withoutWords(view.tracker.counters)).toEqual(withoutWords(expected));
  const { out_of_order: outOfOrder, ...webhooks } = expected.webhooks;
  expect(result.webhooks).toEqual({
    received: expected.webhooksReceived,
    outOfOrder,
    oldSecret: 0,
    ...webhooks,
  });
  expect(result.codes).toEqual({ opened: expected.codes.opened, failed: 0 });
  const attempts = Object.values(expected.retries).reduce((total, count) => total + count, 0);
  expect(result.retries).toEqual({ attempts, exhausted: expected.retriesExhausted });
  expect(result.idempotency).toEqual({ replays: 0, violations: 0 });
  const failures = result.failures.map(({ reason, count }) => [reason, count]);
  expect(Object.fromEntries(failures)).toEqual(nonZero(expected.failures));
  const refusals = result.refusals.map(({ reason, count }) => [reason, count]);
  expect(Object.fromEntries(refusals)).toEqual(
    nonZero({ ...expected.errored, ...nonZero(expected.refused) }),
  );
  const breaches = result.contract.violations.map(({ violation, count }) => [violation, count]);
  expect(Object.fromEntries(breaches)).toEqual(
    Object.fromEntries([...expected.violations].map(([violation, { count }]) => [violation, count])),
  );
}

function nonZero(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function expectLedger({ result }: MeasuredRun, fates: readonly { fate: Fate }[]): void {
  const ending = (end: Fate['end']) => fates.filter(({ fate }) => fate.end === end).length;
  const [refused, errored] = [ending('refused'), ending('errored')];
  expect(result.ledger).toEqual({
    planned: orders,
    dropped: 0,
    sent: orders,
    accepted: orders - refused - errored,
    refused,
    errored,
    delivered: ending('delivered'),
    failed: ending('failed'),
    timedOut: 0,
    lost: ending('lost'),
    open: 0,
    balanced: true,
  });
  expect(result.drops).toEqual([]);
  expect(ending('lost')).toBeGreaterThan(0);
  expect(result.budgets.map((budget) => budget.result)).toEqual(['fail', 'pass']);
  // A machine too slow for this load is found out, too, and then nothing can be judged.
  expect(result.verdict.result).toBe(result.generator.saturated ? 'invalid' : 'fail');
  expect(result.verdict.reasons.at(-1)).toBe(result.budgets[0]?.explanation);
  expect(result.latency.delivery).toMatchObject({ count: ending('delivered'), undelivered: ending('lost') });
  // Every call that was answered at all has an answer time: 5xx to the last, but not a reset connection.
  expect(result.latency.answer.count).toBe(
    orders - fates.filter(({ fate }) => fate.reason === 'network').length,
  );
  expect(result.latency.sendLag.count).toBe(orders);
}

function expectReplayEqualsLive({ view, events }: MeasuredRun): void {
  const tracker = new Tracker(view.profile.deadlineMs);
  for (const event of events) tracker.apply(event);
  expect(tracker.counters).toEqual(view.tracker.counters);
}

const reportKeys: Readonly<Record<string, readonly string[]>> = {
  run: 'id profile environment target dialect model startedAt endedAt seed version node cores'.split(' '),
  verdict: ['result', 'reasons'],
  ledger: 'planned dropped sent accepted refused errored delivered failed timedOut lost open balanced'.split(
    ' ',
  ),
  latency: ['delivery', 'deliveryOnly', 'service', 'answer', 'sendLag'],
  webhooks: 'received accepted duplicate late orphan forged malformed outOfOrder conflicting'.split(' '),
  idempotency: ['replays', 'violations'],
  codes: ['opened', 'failed'],
  retries: ['attempts', 'exhausted'],
  generator: ['loopDelayP99Ms', 'cpuRatio', 'receiverP99Ms', 'saturated'],
  spend: ['debitedUsd', 'refundedUsd', 'limitUsd'],
};
const latencyKeys = 'count undelivered p50Ms p90Ms p95Ms p99Ms p999Ms maxMs meanMs'.split(' ');
const listKeys: Readonly<Record<string, readonly string[]>> = {
  failures: ['reason', 'retryable', 'count', 'rate'],
  refusals: ['reason', 'count', 'rate'],
  budgets: ['budget', 'observed', 'lower', 'upper', 'n', 'result'],
};

function expectReport(run: MeasuredRun): void {
  const { folder, result } = run;
  writeReports(run);
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Record<string, unknown>;
  expect(report.schema).toBe(1);
  for (const [section, keys] of Object.entries(reportKeys)) {
    expect(Object.keys(report[section] as object), section).toEqual(expect.arrayContaining([...keys]));
  }
  for (const figures of Object.values(report.latency as object)) {
    expect(Object.keys(figures)).toEqual(expect.arrayContaining(latencyKeys));
  }
  for (const [list, keys] of Object.entries(listKeys)) {
    for (const entry of report[list] as object[]) {
      expect(Object.keys(entry), list).toEqual(expect.arrayContaining([...keys]));
    }
  }
  expect(readResult(folder)).toEqual(result);
}

interface Books {
  readonly balanced: boolean;
  readonly opening_usd: number;
  readonly closing_usd: number;
  readonly held_usd: number;
  readonly debits_usd: number;
  readonly refunds_usd: number;
  readonly keys_with_several_orders: number;
  readonly orders: readonly { order_id: string; idempotency_key: string; debits: number; refunds: number }[];
}

/** The API's own books against the fates, and the harness's spend against the books. */
async function expectBooks(
  rig: Rig,
  { events, result, view }: MeasuredRun,
  fates: readonly { sku: string; fate: Fate }[],
): Promise<void> {
  const read = async () => JSON.parse(await rig.read('/sandbox/ledger?orders=1')) as Books;
  const cents = (what: 'debits' | 'refunds') =>
    fates.reduce((total, { sku, fate }) => total + fate.books[what] * priceCents(sku), 0);
  // An automatic refund takes up to 3.6 s here: the guide's hour, a thousand times faster.
  const books = await vi.waitFor(
    async () => {
      const now = await read();
      expect(Math.round(now.refunds_usd * 100)).toBe(cents('refunds'));
      return now;
    },
    { timeout: 30_000, interval: 100 },
  );
  expect(books.balanced).toBe(true);
  expect(books.held_usd).toBe(0);
  expect(books.keys_with_several_orders).toBe(0);
  expect(Math.round(books.debits_usd * 100)).toBe(cents('debits'));

  const debitsOf = new Map(
    books.orders.map(({ order_id, debits, refunds }) => [order_id, { debits, refunds }]),
  );
  const accepted = eventsOf(events, 'accepted');
  expect(debitsOf.size).toBe(accepted.length);
  for (const { seq, orderId } of accepted)
    expect(debitsOf.get(orderId), fates[seq]?.sku).toEqual(fates[seq]?.fate.books);

  // A refund by hand is nothing that foxload asked for, so only the API knows of it.
  const byHand = fates.filter(({ fate }) => fate.end === 'delivered' && fate.books.refunds === 1);
  const netCents = view.spend.debitedCents - view.spend.refundedCents;
  expect(netCents).toBe(cents('debits') - cents('refunds') + byHand.length * magicCents);
  expect(Math.round((result.spend.debitedUsd - result.spend.refundedUsd) * 100)).toBe(netCents);
}

function priceCents(sku: string): number {
  return sku === 'psn-tr-100' ? plainCents : magicCents;
}
