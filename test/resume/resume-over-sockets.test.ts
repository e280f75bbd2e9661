import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../../scripts/free-port.mjs';
import { minPollIntervalMs } from '../../src/contract/endpoints.js';
import { writeWebhookSecret } from '../../src/contract/webhook-secret.js';
import { orderKey, runSecret } from '../../src/load/order-keys.js';
import type { OrderEvent } from '../../src/order-event.js';
import { type ResumeOptions, resumeRun, type SettleForecast } from '../../src/run/resume-run.js';
import { apiKey, eventsOf, journalEvents, webhookSecret } from '../run/rig.js';
import { accepted, errored, idOf, sent, webhook } from './events.js';
import { footer, intent, type LeftRunChoice, leftRun, plannedOrders } from './left-run.js';
import { type SmallApi, smallApi, standsAt, takenAs } from './small-api.js';

const environment = {
  FOXRELOAD_API_KEY: apiKey,
  FOXRELOAD_WEBHOOK_SECRET: writeWebhookSecret(webhookSecret),
};
/** Node counts the time of a timer from the last turn of its loop, which may lie this much before the call. */
const timerStepMs = 2;

/** A run against `api` as a killed process left it. */
async function leftAt(
  { url }: SmallApi,
  records: Parameters<typeof leftRun>[0],
  { header = {}, ...choice }: LeftRunChoice = {},
): Promise<string> {
  return leftRun(records, {
    profile: {
      target: { environment: 'sandbox', url, dialect: 'header-key' },
      receiver: { listen: `127.0.0.1:${await freePort()}` },
      limits: { orders: 10, spend: '1000 USD' },
    },
    header: { environment: 'sandbox', target: url, ...header },
    ...choice,
  });
}

const resume = (folder: string, options: ResumeOptions = {}) =>
  resumeRun(folder, { environment, ...options });

const oneOpen: readonly OrderEvent[] = [intent(0, 0), ...plannedOrders(0, 0), sent(0), accepted(0)];

function headerOf(folder: string): { run: string; wallOriginMs: number } {
  const [header = ''] = readFileSync(join(folder, 'orders.ndjson'), 'utf8').split('\n');
  return JSON.parse(header);
}

const secretOf = (folder: string): Buffer => runSecret(apiKey, headerOf(folder).run);

test.concurrent('an open order is asked for, and a failed one has its reason', async () => {
  const api = await smallApi({ status: (orderId) => standsAt(orderId, 'failed') });
  const { orders, result } = await resume(await leftAt(api, oneOpen));
  expect(orders).toMatchObject({ failed: 1, open: 0, neverSent: 9 });
  expect(result.failures).toEqual([{ reason: 'supplier_timeout', retryable: true, count: 1, rate: 1 }]);
  expect(result.spend).toMatchObject({ debitedUsd: 4.2, refundedUsd: 4.2 });
  expect(result.run.resumed).toBe(true);
  expect(result.verdict).toMatchObject({ result: 'invalid' });
  expect(result.verdict.reasons[0]).toBe(
    'foxload was killed before all orders were decided; those settled afterwards have no delivery time',
  );
  expect(api.polls).toHaveLength(1);
  expect(api.keys).toEqual([]);
});

test.concurrent('answers of no use leave an order open, and a second resume goes on, 5 s after the last poll', async () => {
  const api = await smallApi({
    status: (orderId, n) => (n < 3 ? [503, {}] : standsAt(orderId, 'failed')),
  });
  const folder = await leftAt(api, oneOpen);
  const first = await resume(folder);
  expect(first.orders).toMatchObject({ open: 1, failed: 0 });
  expect(first.result.verdict.reasons).toContain('1 accepted orders were still open when the run was left');
  const second = await resume(folder);
  expect(second.orders).toMatchObject({ open: 0, failed: 1 });
  expect(second.result.ledger.balanced).toBe(true);
  const times = api.polls.map(({ atMs }) => atMs);
  expect(times).toHaveLength(4);
  for (const [at, ms] of times.slice(1).entries())
    expect(ms - (times[at] ?? Number.NaN)).toBeGreaterThanOrEqual(minPollIntervalMs - timerStepMs);
});

test.concurrent('a process that may have asked right before it was killed is waited for', async () => {
  const api = await smallApi({ status: (orderId) => standsAt(orderId, 'failed') });
  const folder = await leftAt(api, [...oneOpen, { kind: 'resumed', atMs: 9_900 }]);
  const startMs = performance.now();
  await resume(folder);
  expect((api.polls[0]?.atMs ?? 0) - startMs).toBeGreaterThanOrEqual(minPollIntervalMs - timerStepMs);
});

test.concurrent('a poll that the journal tells of is waited for, as long as is left', async () => {
  const api = await smallApi({ status: (orderId) => standsAt(orderId, 'failed') });
  const folder = await leftAt(api, [
    ...oneOpen,
    { kind: 'polled', atMs: 9_000, seq: 0, state: null, reason: null, last: false },
    { kind: 'ended', atMs: 9_100 },
    footer(),
  ]);
  const { wallOriginMs } = headerOf(folder);
  await resume(folder);
  const askedMs = performance.timeOrigin + (api.polls[0]?.atMs ?? 0) - wallOriginMs;
  expect(askedMs - 9_000).toBeGreaterThanOrEqual(minPollIntervalMs - timerStepMs);
});

test.concurrent('a wall clock that was set back since makes nobody wait for longer than 5 s', async () => {
  const api = await smallApi({ status: (orderId) => standsAt(orderId, 'failed') });
  const hourMs = 3_600_000;
  const folder = await leftAt(
    api,
    [
      ...oneOpen,
      { kind: 'polled', atMs: hourMs, seq: 0, state: null, reason: null, last: false },
      { kind: 'ended', atMs: hourMs },
      footer(),
    ],
    { ageMs: 0 },
  );
  const startMs = performance.now();
  const { orders } = await resume(folder);
  expect(orders.failed).toBe(1);
  expect((api.polls[0]?.atMs ?? 0) - startMs).toBeLessThan(hourMs / 60);
});

test.concurrent('keys of orders in doubt are sent again only when told to, after telling the cost', async () => {
  const made = new Map<string, string>();
  const api = await smallApi({
    create: (key) => {
      const orderId = made.get(key) ?? `ord_made_${made.size}`;
      made.set(key, orderId);
      return takenAs(orderId);
    },
    status: (orderId) => standsAt(orderId, 'failed'),
  });
  const folder = await leftAt(api, [
    intent(0, 2),
    ...plannedOrders(0, 1),
    sent(0),
    sent(1),
    errored(1, 'network'),
  ]);
  const first = await resume(folder);
  expect(first.orders).toMatchObject({ inDoubt: 3, neverSent: 7 });
  expect(api.keys).toEqual([]);

  const forecasts: SettleForecast[] = [];
  const second = await resume(folder, {
    settleByReplay: true,
    beforeSettling: (forecast) => {
      forecasts.push(forecast);
      expect(api.keys).toEqual([]);
    },
  });
  expect(forecasts).toEqual([{ open: 0, inDoubt: 3, replayCostCents: 1260, canAsk: true, leftOut: [] }]);
  const secret = secretOf(folder);
  expect(api.keys).toEqual([0, 1, 2].map((seq) => orderKey(secret, seq)));
  expect(second.orders).toMatchObject({ inDoubt: 0, open: 0, failed: 3, neverSent: 7 });
  expect(second.result.ledger).toMatchObject({ sent: 3, accepted: 3, errored: 0, balanced: true });
  expect(second.result.refusals).toEqual([]);
});

test.concurrent('an order that was asked for again when the process was killed is asked for once more', async () => {
  const api = await smallApi({
    create: () => takenAs('ord_x'),
    status: (orderId) => standsAt(orderId, 'failed'),
  });
  const folder = await leftAt(api, [
    intent(0, 0),
    ...plannedOrders(0, 0),
    sent(0),
    errored(0, 'network'),
    { kind: 'resumed', atMs: 1_000 },
    { kind: 'reopened', atMs: 1_001, seq: 0, reason: 'network' },
  ]);
  const { orders, result } = await resume(folder, { settleByReplay: true });
  expect(orders).toMatchObject({ failed: 1, inDoubt: 0 });
  expect(result.refusals).toEqual([]);
  expect(result.ledger).toMatchObject({ errored: 0, balanced: true });
});

test.concurrent('an order that is made now has a deadline of its own from now on', async () => {
  const api = await smallApi({
    create: () => takenAs('ord_x'),
    status: (orderId, n) => standsAt(orderId, n === 0 ? 'processing' : 'failed'),
  });
  // It was due two minutes ago, and its deadline a minute ago.
  const folder = await leftAt(api, [intent(0, 0), ...plannedOrders(0, 0), sent(0)], { ageMs: 120_000 });
  const { orders } = await resume(folder, { settleByReplay: true });
  expect(orders).toMatchObject({ failed: 1, timedOut: 0 });
});

test.concurrent.each([
  ['a rate limit is told before the key is looked up', 429, 'rate_limited', { inDoubt: 1, refused: 0 }],
  ['a lack of stock is found after the key was looked up', 409, 'out_of_stock', { inDoubt: 0, refused: 1 }],
])('what a refusal of a repeated key proves: %s', async (_, status, error, expected) => {
  const api = await smallApi({ create: () => [status, { error, message: 'no' }] });
  const folder = await leftAt(api, [intent(0, 0), ...plannedOrders(0, 0), sent(0)]);
  const { orders, result } = await resume(folder, { settleByReplay: true });
  expect(orders).toMatchObject(expected);
  expect(result.ledger.balanced).toBe(true);
});

test.concurrent('no key is sent again that no intent allows', async () => {
  const api = await smallApi({
    create: (key) => takenAs(`ord_${key}`),
    status: (id) => standsAt(id, 'failed'),
  });
  // Order 1 was denied by the spend limit, order 2 was due and its intent is not in the journal.
  const folder = await leftAt(api, [intent(0, 0), ...plannedOrders(0, 2), sent(0)]);
  const { orders } = await resume(folder, { settleByReplay: true });
  expect(api.keys).toEqual([orderKey(secretOf(folder), 0)]);
  expect(orders).toMatchObject({ failed: 1, dropped: 2, inDoubt: 0 });
});

test.concurrent('another API key is refused before the journal is touched', async () => {
  const api = await smallApi({});
  const folder = await leftAt(api, oneOpen);
  const file = join(folder, 'orders.ndjson');
  const before = readFileSync(file);
  await expect(
    resume(folder, { environment: { ...environment, FOXRELOAD_API_KEY: 'another-key' } }),
  ).rejects.toThrow(
    'FOXRELOAD_API_KEY is not the key that this run began with; its orders belong to the other one',
  );
  expect(readFileSync(file)).toEqual(before);
});

test.concurrent('a settled run needs no key and asks nothing', async () => {
  const api = await smallApi({});
  const folder = await leftAt(api, [
    ...oneOpen,
    webhook(0, 'delivered', 300),
    { kind: 'ended', atMs: 400 },
    footer(),
  ]);
  const before = readFileSync(join(folder, 'orders.ndjson'));
  const { orders, result } = await resumeRun(folder, { environment: {}, settleByReplay: true });
  expect(orders).toMatchObject({ delivered: 1, neverSent: 9 });
  expect(result.run.resumed).toBe(false);
  expect(readFileSync(join(folder, 'orders.ndjson'))).toEqual(before);
  expect(api.polls).toEqual([]);
});

test.concurrent('production is asked, and keys are sent to it again only with its own flag', async () => {
  const api = await smallApi({ status: (orderId) => standsAt(orderId, 'failed') });
  const folder = await leftAt(api, [intent(0, 1), ...plannedOrders(0, 1), sent(0), accepted(0), sent(1)], {
    header: { environment: 'production' },
  });
  const before = readFileSync(join(folder, 'orders.ndjson'));
  await expect(resume(folder, { settleByReplay: true })).rejects.toThrow(
    'keys are sent to a production API again only with --allow-production',
  );
  expect(readFileSync(join(folder, 'orders.ndjson'))).toEqual(before);
  const { orders } = await resume(folder);
  expect(orders).toMatchObject({ failed: 1, inDoubt: 1 });
});

test.concurrent('what the two processes say stands in one journal, in order', async () => {
  const api = await smallApi({
    status: (orderId, n) => (n === 0 ? standsAt(orderId, 'processing') : standsAt(orderId, 'failed')),
  });
  const folder = await leftAt(api, oneOpen);
  await resume(folder);
  const events = journalEvents(folder).slice(oneOpen.length);
  expect(events.map(({ kind }) => kind)).toEqual(['resumed', 'polled', 'expired', 'polled', 'ended']);
  expect(events[0]?.atMs).toBeGreaterThanOrEqual(10_000);
  expect(events.map(({ atMs }) => atMs)).toEqual(events.map(({ atMs }) => atMs).sort((a, b) => a - b));
  expect(eventsOf(events, 'polled').map(({ state, last }) => [state, last])).toEqual([
    ['processing', false],
    ['failed', true],
  ]);
  expect(api.polls.map(({ orderId }) => orderId)).toEqual([idOf(0), idOf(0)]);
});

test.concurrent('a file STOP ends the sending of keys, and the next resume goes on all the same', async () => {
  const api = await smallApi({ create: (key) => takenAs(key), status: (id) => standsAt(id, 'failed') });
  const folder = await leftAt(api, [intent(0, 9)]);
  const stopped = await resume(folder, {
    settleByReplay: true,
    beforeSettling: () => writeFileSync(join(folder, 'STOP'), ''),
  });
  expect(stopped.orders).toMatchObject({ inDoubt: 10 });
  expect(api.keys).toEqual([]);
  const settled = await resume(folder, { settleByReplay: true });
  expect(settled.orders).toMatchObject({ inDoubt: 0 });
  expect(api.keys).toHaveLength(10);
});
