import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { receiverLimits } from './receiver-limits.js';
import { refuse } from './refuse.js';
import { WebhookTaker, type WebhookTakerOptions } from './take-webhook.js';

export interface ReceiverOptions extends WebhookTakerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The path that webhooks come to, such as `/webhooks`. */
  readonly path: string;
}

/** What the endpoint turned away before it could be a webhook, so that no event tells of it. */
export interface TurnedAway {
  /** Beyond `receiverLimits.connections`. */
  readonly connections: number;
  /** Not HTTP, too large in the headers, too slow, or cut off. */
  readonly broken: number;
  /** Requests to other paths, or with other methods. */
  readonly strays: number;
  /** Authentic webhooks answered 503 because `receiverLimits.unanswered` were waiting for the journal. */
  readonly overflowed: number;
}

/** The webhook endpoint while it listens. */
export interface Receiver {
  /** The address for the API, such as `http://127.0.0.1:8787/webhooks`. */
  readonly url: string;
  turnedAway(): TurnedAway;
  close(): Promise<void>;
}

/**
 * Opens the webhook endpoint. Rejects with the system's error (`EADDRINUSE`, …) when it can't listen.
 *
 * Webhooks take a path of their own straight from `node:http`, since they are what is measured; everything else goes
 * to an express app, where routes are easily added.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const taker = new WebhookTaker(options);
  const turnedAway = { connections: 0, broken: 0, strays: 0 };
  let others: Promise<OtherRoutes> | null = null;
  const server = limitedServer();
  server.on('request', (request, response) => {
    // Stamped before anything else is done: what we do with a webhook must not count as its latency.
    const atMs = options.clock.nowMs();
    if (request.url === options.path && request.method === 'POST') taker.take(atMs, request, response);
    else {
      turnedAway.strays += 1;
      others ??= otherRoutes();
      const next = (error?: unknown): void => refuse(request, response, error === undefined ? 404 : 500);
      others.then((app) => app(request, response, next), next);
    }
  });
  server.on('drop', () => {
    turnedAway.connections += 1;
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    turnedAway.broken += 1;
    hangUp(error, socket);
  });
  await listening(server, options.host, options.port);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}${options.path}`,
    turnedAway: () => ({ ...turnedAway, overflowed: taker.overflowed }),
    async close() {
      await closed(server);
      taker.close();
    },
  };
}

function limitedServer(): Server {
  const server = createServer({
    maxHeaderSize: receiverLimits.headerBytes,
    headersTimeout: receiverLimits.headersTimeoutMs,
    requestTimeout: receiverLimits.requestTimeoutMs,
    // It would make two timers for every webhook; `timeout`, one for each connection, ends the time between two of them, too.
    keepAliveTimeout: 0,
    connectionsCheckingInterval: receiverLimits.checkEveryMs,
  });
  server.maxHeadersCount = receiverLimits.headers;
  server.maxConnections = receiverLimits.connections;
  server.timeout = receiverLimits.silenceMs;
  return server;
}

/** The statuses of what the parser refuses; anything else is 400. */
const parserStatuses: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Refused',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Refused',
};

function hangUp({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
  const status = parserStatuses[code] ?? '400 Refused';
  if (socket.writable) socket.write(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  socket.destroy();
}

/** Takes a request, or hands it on. */
type OtherRoutes = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * No routes yet. What none of them takes comes back to us: express would answer with a page, and tell strangers what they
 * have found. Loaded with the first request that is no webhook: nearly all receivers never see one.
 */
async function otherRoutes(): Promise<OtherRoutes> {
  const { default: express } = await import('express');
  const app = express();
  app.disable('x-powered-by');
  // Express's types leave out the last argument that it documents for mounted apps.
  return app as unknown as OtherRoutes;
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: receiverLimits.connections }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
