import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import type { Client } from 'undici';
import { afterEach } from 'vitest';
import { type Clock, monotonicClock } from '../../src/clock.js';
import type { DialectName } from '../../src/contract/dialect.js';
import { dialects } from '../../src/contract/dialects.js';
import { ApiConnection } from '../../src/load/api-connection.js';
import { ConnectionPool } from '../../src/load/connection-pool.js';
import { OrderClient } from '../../src/load/order-client.js';
import type { RetryPolicy } from '../../src/load/retry-policy.js';
import type { OrderEvent } from '../../src/order-event.js';

export const idempotencyKey = '8f14e45f-ceea-467a-9af0-1b2c3d4e5f60';
export const command = { sku: 'psn-tr-100', quantity: 1, idempotencyKey };

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** One request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What the server does with the n-th request, from 0. */
export type Answering = (response: ServerResponse, n: number, request: SeenRequest) => void;

/** A real server on 127.0.0.1 that keeps what it saw. */
export async function apiServer(answer: Answering): Promise<{ url: string; seen: SeenRequest[] }> {
  const seen: SeenRequest[] = [];
  const url = await listen((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const whole = { method, path, headers, body: Buffer.concat(chunks).toString() };
      seen.push(whole);
      answer(response, seen.length - 1, whole);
    });
  });
  return { url, seen };
}

async function listen(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An address where nobody listens: a port of the system's choice, given back. */
export async function deadAddress(): Promise<string> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

export function pool(
  url: string,
  {
    connections = 4,
    clock = monotonicClock,
    ...options
  }: Client.Options & { connections?: number; clock?: Clock } = {},
): ConnectionPool {
  const made = new ConnectionPool(url, connections, options, clock);
  closers.push(() => made.destroy());
  return made;
}

/** Up to three retries at once; `asked` keeps what the policy was told. */
export function quickRetries(): { policy: RetryPolicy; asked: [number, number | null][] } {
  const asked: [number, number | null][] = [];
  return {
    asked,
    policy: (_seq, attempt, retryAfterMs) => {
      asked.push([attempt, retryAfterMs]);
      return attempt > 3 ? null : 0;
    },
  };
}

export interface ClientOptions {
  readonly dialect?: DialectName;
  readonly attemptTimeoutMs?: number;
  readonly retryPolicy?: RetryPolicy;
  readonly dispatcher?: ConnectionPool;
  readonly apiKey?: string;
}

/** An order client that talks to `url`, and every event it gave. */
export function orderClient(url: string, options: ClientOptions = {}) {
  const events: OrderEvent[] = [];
  const emit = (event: OrderEvent) => void events.push(event);
  const dispatcher = options.dispatcher ?? pool(url);
  const connection = new ApiConnection({
    dispatcher,
    basePath: '',
    dialect: dialects[options.dialect ?? 'header-key'],
    apiKey: options.apiKey ?? 'an example key',
    attemptTimeoutMs: options.attemptTimeoutMs ?? 10_000,
    clock: monotonicClock,
    emit,
  });
  const retryPolicy = options.retryPolicy ?? quickRetries().policy;
  const client = new OrderClient({ connection, clock: monotonicClock, retryPolicy, emit });
  return { client, connection, events, dispatcher };
}

/** Settles when no create call is under way, or rejects after far too long. */
export async function idle(client: OrderClient): Promise<void> {
  while (client.unfinished > 0) await new Promise((resolve) => setImmediate(resolve));
}

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, value: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

/** An accepted order in the header-key dialect. */
export function order(response: ServerResponse, orderId: string): void {
  json(response, 201, { order_id: orderId, status: 'pending', created_at: '2026-05-18T14:32:00Z' });
}

/** Events without their instants, for comparison. */
export function withoutTimes(events: readonly OrderEvent[]): object[] {
  return events.map(({ atMs: _, ...rest }) => rest);
}
