import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Clock } from '../clock.js';
import type { Dialect } from '../contract/dialect.js';
import { maxBodyBytes } from '../contract/endpoints.js';
import type { SignatureScheme } from '../contract/signature-scheme.js';
import type { OrderEvent } from '../order-event.js';
import { readWebhook } from './read-webhook.js';

export interface ReceiverOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The path that webhooks come to, such as `/webhooks`. */
  readonly path: string;
  readonly dialect: Dialect;
  readonly scheme: SignatureScheme;
  readonly secret: Buffer;
  readonly clock: Clock;
  /** Where the events go. Called synchronously. */
  readonly emit: (event: OrderEvent) => void;
  /** Told how long each webhook was in our hands, from its first byte's handler to its answer, in milliseconds. */
  readonly handled?: (durationMs: number) => void;
}

/** The webhook endpoint while it listens. */
export interface Receiver {
  /** The address for the API, such as `http://127.0.0.1:8787/webhooks`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Opens the webhook endpoint. Rejects with the system's error (`EADDRINUSE`, …) when it can't listen.
 *
 * Webhooks take a path of their own straight from `node:http`, since they are what is measured; everything else goes
 * to an express app, where routes are easily added.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const app = otherRoutes();
  const server = createServer((request, response) => {
    // Stamped before anything else is done: what we do with a webhook must not count as its latency.
    const atMs = options.clock.nowMs();
    if (request.url === options.path && request.method === 'POST')
      takeWebhook(options, atMs, request, response);
    else app(request, response);
  });
  await listening(server, options.host, options.port);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}${options.path}`,
    close: () => closed(server),
  };
}

function takeWebhook(
  options: ReceiverOptions,
  atMs: number,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  });
  request.on('end', () => {
    const body = bytes <= maxBodyBytes ? Buffer.concat(chunks) : null;
    const { status, events } = readWebhook(options, request.headers, body, bytes, atMs);
    response.writeHead(status).end();
    options.handled?.(options.clock.nowMs() - atMs);
    for (const event of events) options.emit(event);
  });
}

function otherRoutes(): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response) => {
    response
      .status(404)
      .type('text')
      .send('Nothing here: webhooks are sent by POST to the path of the profile.\n');
  });
  return app;
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
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
