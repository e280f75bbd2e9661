import { buildConnector } from 'undici';
import { describe, expect, it } from 'vitest';
import { dialectNames } from '../../src/contract/dialect.js';
import { maxBodyBytes } from '../../src/contract/endpoints.js';
import { ledgerOf } from '../../src/tracker/ledger.js';
import { Tracker } from '../../src/tracker/tracker.js';
import {
  apiServer,
  command,
  deadAddress,
  idempotencyKey,
  idle,
  json,
  order,
  orderClient,
  pool,
  quickRetries,
  withoutTimes,
} from './api-server.js';

const accepted = { kind: 'accepted', seq: 0, orderId: 'ord_1', state: 'pending', status: 201 };
const sent = { kind: 'sent', seq: 0 };

function attemptFailed(attempt: number, cause: string, status: number | null, retryInMs: number | null = 0) {
  return {
    kind: 'attempt_failed',
    seq: 0,
    attempt,
    cause,
    status,
    retryInMs,
    explanation: expect.any(String),
  };
}

/** The ledger of the events of one planned order. */
function ledger(events: ReturnType<typeof orderClient>['events'], orders = 1) {
  const tracker = new Tracker(300_000);
  for (let seq = 0; seq < orders; seq += 1)
    tracker.apply({ kind: 'planned', atMs: 0, seq, sku: 0, stage: 0 });
  for (const event of events) tracker.apply(event);
  return ledgerOf(tracker.counters);
}

describe('an order', () => {
  it('is sent with its key and authorization, and accepted', async () => {
    const { url, seen } = await apiServer((response) => order(response, 'ord_1'));
    const { client, events } = orderClient(url);
    client.create(0, command, false);
    expect(client.unfinished).toBe(1);
    await idle(client);
    expect(withoutTimes(events)).toEqual([sent, accepted]);
    expect(seen).toMatchObject([
      {
        method: 'POST',
        path: '/v1/orders',
        headers: {
          authorization: 'Bearer an example key',
          'content-type': 'application/json',
          'idempotency-key': idempotencyKey,
        },
        body: '{"sku_id":"psn-tr-100","quantity":1}',
      },
    ]);
    expect(ledger(events)).toMatchObject({ sent: 1, accepted: 1, open: 1, balanced: true });
  });

  it.each(dialectNames)(
    'in the %s dialect is retried after 5xx under the same key until it succeeds',
    async (dialect) => {
      const { url, seen } = await apiServer((response, n) => {
        if (n < 3) json(response, 500 + n, { error: 'internal_error' });
        else json(response, 201, { order_id: 'ord_1', status: 'pending', unit_price_usd: 1 });
      });
      const { client, events } = orderClient(url, { dialect });
      client.create(0, command, false);
      await idle(client);
      expect(withoutTimes(events)).toEqual([
        sent,
        attemptFailed(1, '5xx', 500),
        attemptFailed(2, '5xx', 501),
        attemptFailed(3, '5xx', 502),
        accepted,
      ]);
      expect(new Set(seen.map(({ headers, body }) => `${headers['idempotency-key']} ${body}`)).size).toBe(1);
      expect(seen.map(({ headers, body }) => (headers['idempotency-key'] ?? '') + body).join()).toContain(
        idempotencyKey,
      );
    },
  );

  it('is tried four times at most, and then errored', async () => {
    const { url, seen } = await apiServer((response) => json(response, 503, {}));
    const { client, events } = orderClient(url);
    client.create(0, command, false);
    await idle(client);
    expect(seen).toHaveLength(4);
    expect(withoutTimes(events).slice(-2)).toEqual([
      attemptFailed(4, '5xx', 503, null),
      { kind: 'errored', seq: 0, reason: 'server_error', status: 503 },
    ]);
    expect(ledger(events)).toMatchObject({ sent: 1, errored: 1, balanced: true });
  });

  it.each([
    [400, 'client_error'],
    [401, 'client_error'],
    [402, 'insufficient_funds'],
    [404, 'client_error'],
    [409, 'other'],
    [422, 'client_error'],
    [429, 'rate_limited'],
  ])('that is answered %d is refused and never retried', async (status, reason) => {
    const { url, seen } = await apiServer((response) => json(response, status, {}, { 'retry-after': '1' }));
    const { client, events } = orderClient(url);
    client.create(0, command, false);
    await idle(client);
    expect(seen).toHaveLength(1);
    expect(withoutTimes(events)).toEqual([sent, { kind: 'refused', seq: 0, reason, status }]);
    expect(ledger(events)).toMatchObject({ sent: 1, refused: 1, balanced: true });
  });

  it("that is answered 403 with a proxy's page of more than 64 KiB is refused and not retried", async () => {
    const { url, seen } = await apiServer((response) =>
      response.writeHead(403).end('x'.repeat(maxBodyBytes + 1)),
    );
    const { client, events } = orderClient(url);
    client.create(0, command, false);
    await idle(client);
    expect(seen).toHaveLength(1);
    expect(withoutTimes(events)).toEqual([
      sent,
      { kind: 'refused', seq: 0, reason: 'client_error', status: 403 },
    ]);
  });

  it.each([
    [429, 'rate_limited'],
    [401, 'client_error'],
    [402, 'insufficient_funds'],
  ])(
    'whose first attempt was not answered is in doubt when the next is answered %d',
    async (status, reason) => {
      const { url } = await apiServer((response, n) => {
        // It may have made the order, or still be on its way: the refusal says nothing about it.
        if (n === 0) response.socket?.destroy();
        else json(response, status, {});
      });
      const { client, events } = orderClient(url);
      client.create(0, command, false);
      await idle(client);
      expect(withoutTimes(events)).toEqual([
        sent,
        attemptFailed(1, 'network', null),
        { kind: 'errored', seq: 0, reason, status },
      ]);
      expect(ledger(events)).toMatchObject({ errored: 1, refused: 0, balanced: true });
    },
  );

  it.each([
    [429, 'errored', 'rate_limited'],
    [422, 'errored', 'client_error'],
    [402, 'refused', 'insufficient_funds'],
  ])('whose first attempt was answered 503 and the next one %d is %s', async (status, kind, reason) => {
    const { url } = await apiServer((response, n) => json(response, n === 0 ? 503 : status, {}));
    const { client, events } = orderClient(url);
    client.create(0, command, false);
    await idle(client);
    expect(withoutTimes(events)).toEqual([
      sent,
      attemptFailed(1, '5xx', 503),
      { kind, seq: 0, reason, status },
    ]);
  });

  it.each([502, 504])(
    'whose first attempt a gateway answered with %i is in doubt whatever the API says next',
    async (status) => {
      // The API may hear of the first call after it has refused the second.
      const { url } = await apiServer((response, n) => json(response, n === 0 ? status : 402, {}));
      const { client, events } = orderClient(url);
      client.create(0, command, false);
      await idle(client);
      expect(withoutTimes(events).at(-1)).toEqual({
        kind: 'errored',
        seq: 0,
        reason: 'insufficient_funds',
        status: 402,
      });
    },
  );

  it('that is refused while its twin gets no usable answer is in doubt: the twin may have made it', async () => {
    const { url } = await apiServer((response, n) => json(response, n === 0 ? 402 : 500, {}));
    const { client, events } = orderClient(url);
    client.create(0, command, true);
    await idle(client);
    const errored = { kind: 'errored', seq: 0, reason: 'insufficient_funds', status: 402 };
    const lastEnd = withoutTimes(events).at(-1);
    // Whichever of the two came first: both ways the order ends as errored.
    expect(lastEnd).toEqual(expect.objectContaining({ kind: 'errored' }));
    expect([errored, { ...errored, reason: 'server_error', status: 500 }]).toContainEqual(lastEnd);
  });

  it('that found no connection at first and then a refusal is refused', async () => {
    const { url } = await apiServer((response) => json(response, 429, {}));
    const connector = buildConnector({});
    let n = 0;
    const connect: typeof connector = (options, done) =>
      n++ === 0 ? done(new Error('nobody there'), null) : connector(options, done);
    const { client, events } = orderClient(url, { dispatcher: pool(url, { connect }) });
    client.create(0, command, false);
    await idle(client);
    expect(withoutTimes(events).at(-1)).toEqual({
      kind: 'refused',
      seq: 0,
      reason: 'rate_limited',
      status: 429,
    });
  });

  it('whose key is still in work is tried again under it, to learn its id', async () => {
    const { url, seen } = await apiServer((response, n) => {
      if (n === 0) json(response, 409, { error: 'idempotency_in_progress' });
      else order(response, 'ord_1');
    });
    const { client, events } = orderClient(url);
    client.create(0, command, false);
    await idle(client);
    expect(withoutTimes(events)).toEqual([sent, attemptFailed(1, 'conflict', 409), accepted]);
    expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual([idempotencyKey, idempotencyKey]);
  });

  it('hands the Retry-After of a failed attempt to the retry policy', async () => {
    const { url } = await apiServer((response, n) => {
      if (n === 0) json(response, 503, {}, { 'retry-after': '7' });
      else if (n === 1) json(response, 503, {}, { 'retry-after': 'soon' });
      else order(response, 'ord_1');
    });
    const { policy, asked } = quickRetries();
    const { client } = orderClient(url, { retryPolicy: policy });
    client.create(0, command, false);
    await idle(client);
    expect(asked).toEqual([
      [1, 7000],
      [2, null],
    ]);
  });

  it('whose connection is reset is tried again', async () => {
    const { url } = await apiServer((response, n) => {
      if (n === 0) response.socket?.resetAndDestroy();
      else order(response, 'ord_1');
    });
    const { client, events } = orderClient(url);
    client.create(0, command, false);
    await idle(client);
    expect(withoutTimes(events)).toEqual([sent, attemptFailed(1, 'network', null), accepted]);
  });

  it('whose answer breaks off in the middle is tried again', async () => {
    const { url } = await apiServer((response, n) => {
      if (n > 0) return order(response, 'ord_1');
      response.writeHead(201, { 'content-length': '1000' });
      response.write('{"order_id":"ord', () => response.socket?.destroy());
    });
    const { client, events } = orderClient(url);
    client.create(0, command, false);
    await idle(client);
    expect(withoutTimes(events)).toEqual([sent, attemptFailed(1, 'network', null), accepted]);
  });

  it('to where nobody listens counts as sent once, and is errored', async () => {
    const { client, events } = orderClient(await deadAddress());
    client.create(0, command, false);
    await idle(client);
    expect(withoutTimes(events)).toEqual([
      sent,
      attemptFailed(1, 'network', null),
      attemptFailed(2, 'network', null),
      attemptFailed(3, 'network', null),
      attemptFailed(4, 'network', null, null),
      { kind: 'errored', seq: 0, reason: 'network', status: null },
    ]);
    expect(ledger(events)).toMatchObject({ sent: 1, errored: 1, balanced: true });
  });

  it('that a closed pool takes no more is errored like any other', async () => {
    const { url } = await apiServer((response) => order(response, 'ord_1'));
    const dispatcher = pool(url);
    await dispatcher.destroy();
    const { client, events } = orderClient(url, { dispatcher });
    client.create(0, command, true);
    await idle(client);
    expect(withoutTimes(events).at(-1)).toEqual({ kind: 'errored', seq: 0, reason: 'network', status: null });
    expect(ledger(events)).toMatchObject({ sent: 1, errored: 1, balanced: true });
  });

  it('whose key can not stand in a header is errored, not an exception', async () => {
    const { url } = await apiServer((response) => order(response, 'ord_1'));
    const { client, events } = orderClient(url, { apiKey: 'a key with a line break\n' });
    client.create(0, command, false);
    await idle(client);
    expect(withoutTimes(events).at(-1)).toMatchObject({ kind: 'errored', reason: 'network' });
  });

  it('that gets no answer within the time limit of each attempt is tried again, and then errored', async () => {
    const { url, seen } = await apiServer((response, n) => {
      if (n % 2 === 0) response.writeHead(201).write('{');
    });
    const { client, events } = orderClient(url, { attemptTimeoutMs: 30 });
    client.create(0, command, false);
    await idle(client);
    expect(seen).toHaveLength(4);
    expect(withoutTimes(events)).toEqual([
      sent,
      attemptFailed(1, 'timeout', null),
      attemptFailed(2, 'timeout', null),
      attemptFailed(3, 'timeout', null),
      attemptFailed(4, 'timeout', null, null),
      { kind: 'errored', seq: 0, reason: 'timeout', status: null },
    ]);
  });

  it.each([
    ['not_json', 'this is not JSON', 'the answer is not JSON (16 bytes)'],
    ['missing_field', '{"status":"pending"}', 'the answer has no order_id'],
    ['too_large', `"${'x'.repeat(maxBodyBytes)}"`, 'the answer is larger than 64 KiB'],
  ])(
    'whose answer breaks the contract (%s) is told as a violation and tried again',
    async (violation, body, explanation) => {
      const { url } = await apiServer((response, n) => {
        if (n === 0) response.writeHead(201).end(body);
        else order(response, 'ord_1');
      });
      const { client, events } = orderClient(url);
      client.create(0, command, false);
      await idle(client);
      expect(withoutTimes(events)).toEqual([
        sent,
        { kind: 'violation', place: 'answer', violation, explanation },
        attemptFailed(1, 'malformed', 201),
        accepted,
      ]);
    },
  );
});

describe('a replayed order', () => {
  const replayed = { kind: 'replayed', seq: 0, orderId: 'ord_1' };

  it('is fired twice at once with one key, and once more with another body', async () => {
    const { url, seen } = await apiServer((response, n) => {
      if (n < 2) order(response, 'ord_1');
      else json(response, 422, { error: 'idempotency_mismatch' });
    });
    const { client, events } = orderClient(url);
    client.create(0, command, true);
    await idle(client);
    expect(withoutTimes(events)).toEqual([
      sent,
      accepted,
      { ...replayed, variant: 'same_body', result: 'same_order' },
      { ...replayed, variant: 'other_body', result: 'mismatch', orderId: null },
    ]);
    expect(new Set(seen.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set([idempotencyKey]));
    const quantities = seen.map(({ body }) => (JSON.parse(body) as { quantity: number }).quantity);
    expect(quantities).toEqual([1, 1, 2]);
  });

  it('asks with the other body for less rather than for more', async () => {
    const { url, seen } = await apiServer((response) => order(response, 'ord_1'));
    const { client } = orderClient(url);
    client.create(0, { ...command, quantity: 100 }, true);
    await idle(client);
    expect(seen.map(({ body }) => (JSON.parse(body) as { quantity: number }).quantity)).toEqual([
      100, 100, 99,
    ]);
  });

  it('finds out a server that makes a second order', async () => {
    const { url } = await apiServer((response, n) => order(response, `ord_${n}`));
    const { client, events } = orderClient(url);
    client.create(0, command, true);
    await idle(client);
    const [first, second] = events.flatMap((event) => (event.kind === 'replayed' ? [event] : []));
    expect([first?.result, second?.result]).toEqual(['different_order', 'different_order']);
    expect(ledger(events)).toMatchObject({ sent: 1, accepted: 1, balanced: true });
  });

  it('learns its id from the call that was taken when the other one was refused', async () => {
    let first = '';
    const { url } = await apiServer((response, n) => {
      if (n === 0) json(response, 429, {});
      else order(response, 'ord_1');
      first ||= n === 0 ? 'refused' : '';
    });
    const { client, events } = orderClient(url, { dispatcher: pool(url, { connections: 1 }) });
    client.create(0, command, true);
    await idle(client);
    expect(first).toBe('refused');
    expect(withoutTimes(events).slice(0, 2)).toEqual([sent, accepted]);
    expect(ledger(events)).toMatchObject({ accepted: 1, refused: 0, balanced: true });
  });

  it('is in doubt when one of its calls was refused and the other one not answered', async () => {
    const { url } = await apiServer((response, n) => {
      if (n === 1) response.socket?.destroy();
      else json(response, 429, {});
    });
    const { client, events } = orderClient(url, { dispatcher: pool(url, { connections: 1 }) });
    client.create(0, command, true);
    await idle(client);
    expect(withoutTimes(events)).toEqual([
      sent,
      { kind: 'errored', seq: 0, reason: 'rate_limited', status: 429 },
    ]);
  });

  it('is refused once when both of its calls are', async () => {
    const { url, seen } = await apiServer((response) => json(response, 402, {}));
    const { client, events } = orderClient(url);
    client.create(0, command, true);
    await idle(client);
    expect(seen).toHaveLength(2);
    expect(withoutTimes(events)).toEqual([
      sent,
      { kind: 'refused', seq: 0, reason: 'insufficient_funds', status: 402 },
    ]);
  });

  it.each([
    ['conflict', 409, { error: 'idempotency_in_progress' }],
    ['no_answer', 503, {}],
    ['no_answer', 400, {}],
  ])('calls its twin a %s when that one is answered %d %j', async (result, status, body) => {
    const { url } = await apiServer((response, n) => {
      if (n === 1) json(response, status, body);
      else order(response, 'ord_1');
    });
    const { client, events } = orderClient(url, { dispatcher: pool(url, { connections: 1 }) });
    client.create(0, command, true);
    await idle(client);
    expect(withoutTimes(events)).toEqual([
      sent,
      accepted,
      { ...replayed, variant: 'same_body', result, orderId: null },
      { ...replayed, variant: 'other_body', result: 'same_order' },
    ]);
  });
});

describe('stopping', () => {
  it('ends every call exactly once, whatever it was waiting for, and the ledger balances', async () => {
    let arrived = 0;
    let allArrived = () => {};
    const waiting = new Promise<void>((resolve) => {
      allArrived = resolve;
    });
    const { url } = await apiServer((response, _, { body }) => {
      arrived += 1;
      // SKU a is never answered, b waits for its retry, c is accepted while its twin is never answered.
      if (body.includes('"b"')) json(response, 503, {});
      else if (body.includes('"c"') && !body.includes('twin') && arrived % 2 === 0)
        order(response, `ord_${arrived}`);
      if (arrived === 40) allArrived();
    });
    const { client, events } = orderClient(url, {
      retryPolicy: () => 3_600_000,
      dispatcher: pool(url, { connections: 60 }),
    });
    for (let seq = 0; seq < 30; seq += 1) {
      client.create(seq, { ...command, sku: ['a', 'b', 'c'][seq % 3] ?? '' }, seq % 3 === 2);
    }
    await waiting;
    client.abort();
    await idle(client);
    client.abort();
    const ends = events.filter(({ kind }) => kind === 'accepted' || kind === 'errored' || kind === 'refused');
    expect(ends).toHaveLength(30);
    expect(new Set(ends.map((event) => ('seq' in event ? event.seq : -1))).size).toBe(30);
    expect(ledger(events, 30)).toMatchObject({ sent: 30, balanced: true });
  });

  it('before a connection came about ends the call as errored', async () => {
    const { url, seen } = await apiServer((response) => order(response, 'ord_1'));
    const { client, events } = orderClient(url);
    client.create(0, command, false);
    client.abort();
    await idle(client);
    expect(withoutTimes(events)).toEqual([
      sent,
      attemptFailed(1, 'network', null, null),
      { kind: 'errored', seq: 0, reason: 'network', status: null },
    ]);
    expect(seen).toEqual([]);
  });
});
