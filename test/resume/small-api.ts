import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

/** An answer with its status and body. */
export type Answer = readonly [status: number, body: object];

export interface SmallApi {
  readonly url: string;
  /** The keys of the create calls, in their order. */
  readonly keys: readonly string[];
  readonly polls: readonly { readonly orderId: string; readonly atMs: number }[];
}

export interface SmallApiAnswers {
  /** `n` counts the calls with this key, from 0. */
  create?(key: string, n: number): Answer;
  /** `n` counts the polls of this order, from 0. */
  status?(orderId: string, n: number): Answer;
}

const servers: Server[] = [];
// Not by test: those of one file run at once.
afterAll(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An order API of the header-key dialect on a real socket that answers as told and notes what it was asked. */
export async function smallApi({ create, status }: SmallApiAnswers): Promise<SmallApi> {
  const keys: string[] = [];
  const polls: { orderId: string; atMs: number }[] = [];
  const url = await listen((request, response) => {
    const orderId = /^\/v1\/orders\/(.+)$/.exec(request.url ?? '')?.[1];
    const key = request.headers['idempotency-key'];
    let answer: Answer = [404, {}];
    if (request.method === 'POST' && typeof key === 'string') {
      answer = create?.(key, keys.filter((known) => known === key).length) ?? answer;
      keys.push(key);
    } else if (orderId !== undefined) {
      answer = status?.(orderId, polls.filter((poll) => poll.orderId === orderId).length) ?? answer;
      polls.push({ orderId, atMs: performance.now() });
    }
    response.writeHead(answer[0], { 'content-type': 'application/json' }).end(JSON.stringify(answer[1]));
  });
  return { url, keys, polls };
}

export const takenAs = (orderId: string): Answer => [
  201,
  { order_id: orderId, status: 'pending', created_at: '2026-05-18T10:24:00.000Z' },
];

export const standsAt = (orderId: string, state: 'processing' | 'failed'): Answer => [
  200,
  {
    order_id: orderId,
    status: state,
    created_at: '2026-05-18T10:24:00.000Z',
    ...(state === 'failed'
      ? { failure_reason: 'supplier_timeout', failed_at: '2026-05-18T10:25:00.000Z' }
      : {}),
  },
];
