import type { ServerResponse } from 'node:http';
import { Agent, type Dispatcher, interceptors, request, fetch as undiciFetch } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { maxBodyBytes } from '../../src/contract/endpoints.js';
import { apiServer, deadAddress, json, order } from '../load/api-server.js';
import { watchedService } from './watched-service.js';

const key = { 'idempotency-key': '8f14e45f-ceea-467a-9af0-1b2c3d4e5f60' };
const post = { method: 'POST', headers: key, body: '{"sku_id":"psn-tr-100","quantity":1}' } as const;
const accepted = { orders_planned_total: 1, orders_sent_total: 1, orders_accepted_total: 1 };
const ordered = (response: ServerResponse): void => order(response, 'ord_1');

async function api(...answers: readonly ((response: ServerResponse) => unknown)[]) {
  const { url, seen } = await apiServer((response, n) =>
    answers[Math.min(n, answers.length - 1)]?.(response),
  );
  const agent = new Agent();
  onTestFinished(() => agent.destroy());
  const watched = watchedService();
  const dispatcher = agent.compose(watched.service.interceptor());
  return { ...watched, agent, dispatcher, orders: `${url}/v1/orders`, url, seen };
}

describe('a create call through a dispatcher with the interceptor', () => {
  it('is seen, and its answer comes as it is', async () => {
    const { dispatcher, orders, series, told, seen } = await api(ordered);
    const { statusCode, headers, body } = await request(orders, { ...post, dispatcher });
    expect([statusCode, headers['content-type']]).toEqual([201, 'application/json']);
    expect(await body.json()).toMatchObject({ order_id: 'ord_1' });
    expect(await series()).toEqual(accepted);
    expect(seen).toMatchObject([{ method: 'POST', path: '/v1/orders', body: post.body }]);
    expect(told).toEqual([]);
  });

  it('is seen however its headers and its body are written', async () => {
    const { dispatcher, orders, series } = await api(ordered);
    const inBody = JSON.stringify({ idempotency_key: key['idempotency-key'] });
    const calls: Partial<Dispatcher.RequestOptions>[] = [
      { headers: ['x-trace', '1', 'Idempotency-Key', key['idempotency-key']] },
      { headers: new Map(Object.entries(key)) as unknown as Record<string, string> },
      { headers: {}, body: inBody },
      { headers: {}, body: Buffer.from(inBody) },
    ];
    for (const call of calls) {
      const { body } = await request(orders, { ...post, ...call, dispatcher } as typeof post);
      await body.dump();
    }
    expect(await series()).toEqual({ ...accepted, 'idempotency_replays_total{result="same_order"}': 3 });
  });

  it('is one order when undici tries again, on whichever side of the interceptor', async () => {
    const busy = (response: ServerResponse) => json(response, 503, {});
    const retries = interceptors.retry({ minTimeout: 1, methods: ['POST'] });
    for (const order of [0, 1]) {
      const { agent, service, orders, series } = await api(busy, ordered);
      const both = [retries, service.interceptor()];
      const dispatcher = agent.compose(order === 0 ? both : both.reverse());
      const { body } = await request(orders, { ...post, dispatcher });
      expect(await body.json()).toMatchObject({ order_id: 'ord_1' });
      expect(await series()).toMatchObject(accepted);
    }
  });

  it('is seen through the fetch of undici', async () => {
    const { dispatcher, orders, series } = await api(ordered);
    const answer = await undiciFetch(orders, { ...post, dispatcher });
    expect(await answer.json()).toMatchObject({ order_id: 'ord_1' });
    expect(await series()).toEqual(accepted);
  });

  it('that cannot be connected, is cut or is given up fails as ever and is errored', async () => {
    const { dispatcher, orders, series } = await api(
      (response) => response.socket?.destroy(),
      () => {},
    );
    const call = { ...post, headers: {}, dispatcher };
    await expect(request(`${await deadAddress()}/v1/orders`, call)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
    await expect(request(orders, call)).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    const given = new AbortController();
    const aborted = request(orders, { ...call, signal: given.signal });
    given.abort();
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    expect(await series()).toEqual({
      orders_planned_total: 3,
      orders_sent_total: 3,
      'orders_refused_total{reason="network"}': 3,
      'api_retries_exhausted_total{operation="create"}': 3,
    });
  });

  it('with a huge answer gives it to the service, and keeps none of it', async () => {
    const huge = 'x'.repeat(3 * maxBodyBytes);
    const { dispatcher, orders, series } = await api((response) => response.writeHead(201).end(huge));
    const { body } = await request(orders, { ...post, headers: {}, dispatcher });
    expect(await body.text()).toBe(huge);
    expect(await series()).toMatchObject({ 'orders_refused_total{reason="server_error"}': 1 });
  });

  it('is all that is seen', async () => {
    const { dispatcher, url, series } = await api((response) => json(response, 200, {}));
    for (const path of ['/v1/orders/ord_1', '/v1/balance']) {
      const { body } = await request(url + path, { dispatcher });
      await body.dump();
    }
    expect(await series()).toEqual({});
  });

  it('has its errors thrown to the service, and no others', async () => {
    const { dispatcher, orders } = await api(ordered);
    await expect(
      request(orders, { ...post, method: 'P OST', dispatcher } as unknown as typeof post),
    ).rejects.toThrow('invalid request method');
    const odd = { ...post, headers: ['only a name'], dispatcher };
    await expect(request(orders, odd as unknown as typeof post)).rejects.toThrow(
      'headers array must be even',
    );
  });

  it('of an undici that speaks the older way is handed on unseen, which is told once', async () => {
    const { service, told } = watchedService();
    const given: unknown[] = [];
    const dispatch = service.interceptor()((_options, handler) => given.push(handler) > 0);
    const handler = { onConnect: () => {}, onHeaders: () => true, onError: () => {} };
    for (const _ of [1, 2])
      expect(dispatch({ ...post, path: '/v1/orders', headers: key }, handler)).toBe(true);
    expect(given).toEqual([handler, handler]);
    expect(told.map(({ kind }) => kind)).toEqual(['old_dispatcher']);
  });
});
