import { describe, expect, it } from 'vitest';
import { dialects } from '../../src/contract/dialects.js';
import type { StatusReading } from '../../src/load/api-connection.js';
import { maxConcurrentPolls, StatusPoller } from '../../src/load/status-poller.js';
import type { OrderEvent } from '../../src/order-event.js';
import { apiServer, json, orderClient, withoutTimes } from './api-server.js';

/** A manual clock that runs ahead to whatever is waited for. */
function manualTime() {
  let nowMs = 0;
  const sleptMs: number[] = [];
  return {
    sleptMs,
    clock: {
      nowMs: () => nowMs,
      wallMs: (atMs: number) => atMs,
      after: (ms: number, act: () => void) => {
        sleptMs.push(ms);
        nowMs += ms;
        queueMicrotask(act);
        return () => {};
      },
    },
  };
}

const unknown: StatusReading = { news: null, retryAfterMs: null };

function news(state: 'delivered' | 'processing'): StatusReading {
  return {
    news: { orderId: 'ord_1', state, reason: null, unlistedReason: null, codes: [], toldAtMs: null },
    retryAfterMs: null,
  };
}

function poller(readings: readonly StatusReading[]) {
  const events: OrderEvent[] = [];
  const time = manualTime();
  let polls = 0;
  const connection = { status: async () => readings[polls++] ?? unknown };
  const made = new StatusPoller({ connection, ...time, emit: (event) => events.push(event) });
  return { made, events, ...time };
}

describe('the status poller', () => {
  it('asks once when the first answer can be used, whatever state it tells', async () => {
    for (const state of ['delivered', 'processing'] as const) {
      const { made, events, sleptMs } = poller([news(state)]);
      await made.ask(3, 'ord_1');
      expect(events).toEqual([{ kind: 'polled', atMs: 0, seq: 3, state, reason: null, last: false }]);
      expect(sleptMs).toEqual([]);
    }
  });

  it('asks three times, never sooner than after 5 s, and says which time was the last', async () => {
    const { made, events, sleptMs } = poller([unknown, unknown, unknown]);
    await made.ask(3, 'ord_1');
    const polled = { kind: 'polled', seq: 3, state: null, reason: null };
    expect(events).toEqual([
      { ...polled, atMs: 0, last: false },
      { ...polled, atMs: 5000, last: false },
      { ...polled, atMs: 10_000, last: true },
    ]);
    expect(sleptMs).toEqual([5000, 5000]);
  });

  it('waits longer when the server asks for it, and gives up where that is too long', async () => {
    const patient = poller([
      { news: null, retryAfterMs: 9000 },
      { news: null, retryAfterMs: 1000 },
      news('delivered'),
    ]);
    await patient.made.ask(3, 'ord_1');
    expect(patient.sleptMs).toEqual([9000, 5000]);
    const refused = poller([{ news: null, retryAfterMs: 3_600_000 }]);
    await refused.made.ask(3, 'ord_1');
    expect(withoutTimes(refused.events)).toEqual([
      { kind: 'polled', seq: 3, state: null, reason: null, last: true },
    ]);
    expect(refused.sleptMs).toEqual([]);
  });

  it('keeps to its number of polls at once, and when stopped lets the others end without asking', async () => {
    const answers: ((reading: StatusReading) => void)[] = [];
    const events: OrderEvent[] = [];
    const made = new StatusPoller({
      connection: { status: () => new Promise((resolve) => answers.push(resolve)) },
      ...manualTime(),
      emit: (event) => events.push(event),
    });
    const asks = Array.from({ length: maxConcurrentPolls + 20 }, (_, seq) => made.ask(seq, `ord_${seq}`));
    await new Promise((resolve) => setImmediate(resolve));
    expect(answers).toHaveLength(maxConcurrentPolls);
    made.stop();
    for (const answer of answers) answer(news('delivered'));
    await Promise.all(asks);
    expect(answers).toHaveLength(maxConcurrentPolls);
    expect(events).toHaveLength(maxConcurrentPolls);
  });

  it('when stopped wakes those that wait for their next poll', async () => {
    const standing = { nowMs: () => 0, wallMs: (atMs: number) => atMs, after: () => () => {} };
    const events: OrderEvent[] = [];
    const made = new StatusPoller({
      connection: { status: async () => unknown },
      clock: standing,
      emit: (event) => events.push(event),
    });
    const ask = made.ask(3, 'ord_1');
    await new Promise((resolve) => setImmediate(resolve));
    made.stop();
    await ask;
    expect(events).toEqual([{ kind: 'polled', atMs: 0, seq: 3, state: null, reason: null, last: false }]);
  });

  it('reads real answers over a socket, and counts what breaks the contract', async () => {
    const bodies = [
      { status: 503, body: {} },
      { status: 200, body: { order_id: 'ord_1', status: 'shipped' } },
      { status: 200, body: { order_id: 'ord_1', status: 'failed', failure_reason: 'cosmic_rays' } },
    ];
    const { url, seen } = await apiServer((response, n) => {
      json(response, bodies[n]?.status ?? 404, bodies[n]?.body, { 'retry-after': '8' });
    });
    const { connection, events } = orderClient(url);
    const time = manualTime();
    const made = new StatusPoller({ connection, ...time, emit: (event) => events.push(event) });
    await made.ask(3, 'ord_1');
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array(3).fill('GET /v1/orders/ord_1'),
    );
    expect(seen[0]?.headers.authorization).toBe('Bearer an example key');
    expect(time.sleptMs).toEqual([8000, 8000]);
    const polled = { kind: 'polled', seq: 3 };
    expect(withoutTimes(events)).toEqual([
      { ...polled, state: null, reason: null, last: false },
      {
        kind: 'violation',
        place: 'status',
        violation: 'unknown_state',
        explanation: 'status of the status is "shipped", which is no order state',
      },
      { ...polled, state: null, reason: null, last: false },
      {
        kind: 'violation',
        place: 'status',
        violation: 'unknown_reason',
        explanation: 'failure_reason of the status is "cosmic_rays", which no guide names',
      },
      { ...polled, state: 'failed', reason: 'other', last: true },
    ]);
  });
});

it.each(['header-key', 'body-key'] as const)(
  'a %s status of a delivered order is read over a socket',
  async (name) => {
    const secret = Buffer.alloc(32, 7);
    const { url } = await apiServer((response) => {
      response.writeHead(200).end(
        dialects[name].encodeStatus(
          {
            orderId: 'ord_1',
            state: 'delivered',
            createdAt: '2026-05-18T10:24:00Z',
            unitPriceCents: 100,
            failureReason: null,
            codes: ['A', 'B'],
            codeType: 'pin',
            changedAt: '2026-05-18T10:24:31Z',
          },
          secret,
        ),
      );
    });
    const { connection } = orderClient(url, { dialect: name });
    const { news: read } = await connection.status('ord_1');
    expect(read).toMatchObject({ orderId: 'ord_1', state: 'delivered', reason: null });
  },
);
