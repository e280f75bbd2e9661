import type { ServerResponse } from 'node:http';
import { fetch as undiciFetch } from 'undici';
import { describe, expect, it } from 'vitest';
import { maxBodyBytes } from '../../src/contract/endpoints.js';
import { apiServer, deadAddress, json, order } from '../load/api-server.js';
import { watchedService } from './watched-service.js';

const key = { 'idempotency-key': '8f14e45f-ceea-467a-9af0-1b2c3d4e5f60' };
const post = { method: 'POST', headers: key, body: '{"sku_id":"psn-tr-100","quantity":1}' };
const accepted = { orders_planned_total: 1, orders_sent_total: 1, orders_accepted_total: 1 };

/** An API that answers the n-th call with the n-th of these, and the last one from then on. */
async function api(...answers: readonly ((response: ServerResponse) => unknown)[]) {
  const { url, seen } = await apiServer((response, n) =>
    answers[Math.min(n, answers.length - 1)]?.(response),
  );
  const watched = watchedService();
  return { ...watched, fetch: watched.service.wrapFetch(fetch), orders: `${url}/v1/orders`, url, seen };
}

const ordered = (response: ServerResponse): void => order(response, 'ord_1');

/** Settles once everything that was told by now has been heard. */
const heard = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a create call through the wrapped fetch', () => {
  const readings: Record<string, (answer: Response) => Promise<unknown>> = {
    json: (answer) => answer.json(),
    text: async (answer) => JSON.parse(await answer.text()),
    arrayBuffer: async (answer) => JSON.parse(Buffer.from(await answer.arrayBuffer()).toString()),
    blob: async (answer) => JSON.parse(await (await answer.blob()).text()),
    'a clone': (answer) => answer.clone().json(),
    'its stream': async (answer) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of answer.body ?? []) pieces.push(piece);
      return JSON.parse(Buffer.concat(pieces).toString());
    },
    'a Response of its own': (answer) => new Response(answer.body, answer).json(),
  };
  for (const [name, read] of Object.entries(readings)) {
    it(`is seen, and its answer comes as it is, by ${name}`, async () => {
      const { fetch, orders, series, told, seen } = await api(ordered);
      const answer = await fetch(orders, post);
      expect([answer.status, answer.ok, answer.url, answer.bodyUsed]).toEqual([201, true, orders, false]);
      expect(answer).toBeInstanceOf(Response);
      expect(await read(answer)).toMatchObject({ order_id: 'ord_1', status: 'pending' });
      await heard();
      expect(await series()).toEqual(accepted);
      expect(seen).toMatchObject([{ method: 'POST', path: '/v1/orders', body: post.body }]);
      expect(told).toEqual([]);
    });
  }

  it('gives the very promise of the fetch that it wraps', async () => {
    const answer = new Response('{}', { status: 404 });
    const promise = Promise.resolve(answer);
    const { service } = watchedService();
    const wrapped = service.wrapFetch((_url: string, _init: object) => promise);
    expect(wrapped('http://api.example/v1/orders', post)).toBe(promise);
    expect(await promise).toBe(answer);
  });

  it('is seen however the call is written', async () => {
    const { fetch, orders, series } = await api((response) => order(response, `ord_${Math.random()}`));
    const headers: RequestInit['headers'][] = [key, Object.entries(key), new Headers(key)];
    const calls = [
      ...headers.map((each) => fetch(orders, { ...post, headers: each ?? {} })),
      fetch(new URL(orders), { ...post, method: 'post' }),
      fetch(`${orders}?trace=1`, post),
      fetch(new Request(orders, post)),
      fetch(new Request(orders), post),
    ];
    for (const answer of await Promise.all(calls)) await answer.json();
    // All of them under one key: one order, and each further id is another order for it.
    expect(await series()).toEqual({
      ...accepted,
      'idempotency_replays_total{result="different_order"}': 6,
    });
  });

  it('has its key in the body where the dialect puts it there', async () => {
    const { fetch, orders, series } = await api(ordered);
    const body = JSON.stringify({ sku: 'psn-tr-100', quantity: 1, idempotency_key: key['idempotency-key'] });
    for (const each of [body, Buffer.from(body), new TextEncoder().encode(body)])
      await (await fetch(orders, { method: 'POST', body: each })).json();
    expect(await series()).toEqual({ ...accepted, 'idempotency_replays_total{result="same_order"}': 2 });
  });

  it('sends a body that can be read only once untouched', async () => {
    const { fetch, orders, series, seen } = await api(ordered);
    const body = new Blob([post.body]).stream();
    await (await fetch(orders, { ...post, body, duplex: 'half' } as RequestInit)).json();
    expect(seen).toMatchObject([{ body: post.body }]);
    expect(await series()).toEqual(accepted);
  });

  it('is one order when the service tries again under the same key', async () => {
    const { fetch, orders, series } = await api(
      (response) => response.socket?.destroy(),
      (response) => json(response, 503, {}),
      ordered,
    );
    await expect(fetch(orders, post)).rejects.toThrow('fetch failed');
    expect((await fetch(orders, post)).status).toBe(503);
    await (await fetch(orders, post)).json();
    expect(await series()).toEqual({
      ...accepted,
      'api_retries_total{operation="create",cause="network"}': 1,
      'api_retries_total{operation="create",cause="5xx"}': 1,
    });
  });

  const refusals: readonly [number, object, string][] = [
    [400, {}, 'client_error'],
    [402, {}, 'insufficient_funds'],
    [409, { error: 'out_of_stock' }, 'out_of_stock'],
    [422, { error: 'idempotency_mismatch' }, 'client_error'],
  ];
  for (const [status, body, reason] of refusals) {
    it(`is refused by ${status} whether the service reads the answer or not`, async () => {
      const { fetch, orders, service, series } = await api((response) => json(response, status, body));
      const answer = await fetch(orders, post);
      expect(answer.status).toBe(status);
      const second = await fetch(orders, { ...post, headers: {} });
      expect(await second.json()).toEqual(body);
      await service.close();
      expect(await series()).toEqual({
        orders_planned_total: 2,
        orders_sent_total: 2,
        [`orders_refused_total{reason="${reason}"}`]: 2,
      });
    });
  }

  it('that cannot be connected, or is given up, fails as ever and is errored in the end', async () => {
    const { fetch, orders, service, series } = await api(() => {});
    const refused = service.wrapFetch(globalThis.fetch)(`${await deadAddress()}/v1/orders`, {
      ...post,
      headers: {},
    });
    await expect(refused).rejects.toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNREFUSED' } });
    const given = new AbortController();
    const aborted = fetch(orders, { ...post, headers: {}, signal: given.signal });
    given.abort(new Error('the customer has left'));
    await expect(aborted).rejects.toThrow('the customer has left');
    await expect(
      fetch(orders, { ...post, headers: {}, signal: AbortSignal.timeout(1) }),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await series()).toMatchObject({
      orders_planned_total: 3,
      'orders_refused_total{reason="network"}': 2,
      'orders_refused_total{reason="timeout"}': 1,
    });
  });

  it('whose answer is given up half way fails as ever, and is errored', async () => {
    const { fetch, orders, series } = await api((response) => {
      response.writeHead(201, { 'content-length': '100' }).write('{"order_id":');
    });
    const given = new AbortController();
    const answer = await fetch(orders, { ...post, headers: {}, signal: given.signal });
    const reading = answer.json();
    given.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    await heard();
    expect(await series()).toMatchObject({ 'orders_refused_total{reason="network"}': 1 });
  });

  it('with a huge answer, or one that is no JSON, gives it to the service and calls it a breach of the contract', async () => {
    const huge = JSON.stringify({ order_id: 'ord_1', status: 'pending', pad: 'x'.repeat(maxBodyBytes) });
    const { fetch, orders, service, series } = await api(
      (response) => response.writeHead(201).end(huge),
      (response) => response.writeHead(201).end(huge),
      (response) => response.writeHead(201).end('<html>'),
    );
    const call = { ...post, headers: {} };
    expect(await (await fetch(orders, call)).text()).toBe(huge);
    let bytes = 0;
    for await (const piece of (await fetch(orders, call)).body ?? []) bytes += piece.length;
    expect(bytes).toBe(huge.length);
    await expect((await fetch(orders, call)).json()).rejects.toThrow(SyntaxError);
    await heard();
    await service.close();
    expect(await series()).toMatchObject({ orders_planned_total: 3, orders_sent_total: 3 });
  });

  it('that is redirected is one order', async () => {
    const { fetch, orders, series, url } = await api(
      (response) => response.writeHead(307, { location: '/moved/v1/orders' }).end(),
      ordered,
    );
    const answer = await fetch(orders, post);
    expect([answer.redirected, answer.url]).toEqual([true, `${url}/moved/v1/orders`]);
    await answer.json();
    expect(await series()).toEqual(accepted);
  });

  it('is seen through the fetch of undici, too', async () => {
    const { orders, service, series } = await api(ordered);
    const answer = await service.wrapFetch(undiciFetch)(orders, post);
    expect(await answer.json()).toMatchObject({ order_id: 'ord_1' });
    await heard();
    expect(await series()).toEqual(accepted);
  });
});

describe('the wrapped fetch leaves alone', () => {
  it('everything that makes no order', async () => {
    const { fetch, url, series, orders } = await api((response) => json(response, 200, {}));
    for (const [asked, init] of [
      [`${url}/v1/orders/ord_1`, {}],
      [orders, {}],
      [`${url}/v1/refunds`, post],
      [`${url}/v1/orders/ord_1/refund`, post],
    ] as const)
      expect((await fetch(asked, init)).status).toBe(200);
    expect(await series()).toEqual({});
  });

  it('calls of another host, where it is told whose API it is', async () => {
    const { url, seen } = await apiServer(ordered);
    const { service, series } = watchedService({ api: 'https://api.example/partner/' });
    const wrapped = service.wrapFetch(fetch);
    await wrapped(`${url}/v1/orders`, post);
    expect(seen).toHaveLength(1);
    expect(await series()).toEqual({});
    const other = service.wrapFetch((_url: string, _init: object) =>
      Promise.resolve(new Response('', { status: 402 })),
    );
    await other('https://api.example/partner/v1/orders', post);
    expect(await series()).toMatchObject({ orders_planned_total: 1 });
  });

  it('arguments that it does not understand: what they mean is for fetch to say', async () => {
    const { fetch, told } = await api(ordered);
    const odd = fetch as (...args: unknown[]) => Promise<unknown>;
    for (const args of [[], [null], ['no address', post], [{}, 7], [Symbol('x')]]) {
      await expect(odd(...args)).rejects.toThrow(TypeError);
    }
    expect(told.filter(({ kind }) => kind !== 'internal')).toEqual([]);
  });

  it('a fetch that throws, or gives something else than an answer', async () => {
    const { service, series } = watchedService();
    const failing = service.wrapFetch((_url: string, _init: object): Promise<Response> => {
      throw new Error('no fetch today');
    });
    expect(() => failing('http://api.example/v1/orders', post)).toThrow('no fetch today');
    const fake = { status: 201, json: async () => ({ order_id: 'ord_1', status: 'pending' }) };
    const faking = service.wrapFetch(async (_url: string, _init: object) => Object.freeze(fake));
    expect(await (await faking('http://api.example/v1/orders', { ...post, headers: {} })).json()).toEqual({
      order_id: 'ord_1',
      status: 'pending',
    });
    expect(await series()).toMatchObject({ orders_planned_total: 2 });
  });
});
