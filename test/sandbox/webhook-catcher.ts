import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A webhook as it came over the wire. */
export interface CaughtWebhook {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly atWallMs: number;
}

/** A receiver that keeps what it gets, and answers with the next of `statuses`, then with 204. */
export interface WebhookCatcher {
  readonly url: string;
  readonly caught: CaughtWebhook[];
  readonly statuses: number[];
  /** Settles when `count` webhooks have come. */
  until(count: number): Promise<readonly CaughtWebhook[]>;
  close(): Promise<void>;
}

export async function startCatcher(): Promise<WebhookCatcher> {
  const caught: CaughtWebhook[] = [];
  const statuses: number[] = [];
  let waiting: { count: number; resolve: (all: readonly CaughtWebhook[]) => void }[] = [];
  const server = createServer((request, response) => {
    const atWallMs = performance.timeOrigin + performance.now();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      caught.push({ headers: request.headers, body: Buffer.concat(chunks), atWallMs });
      response.statusCode = statuses.shift() ?? 204;
      response.end();
      for (const { count, resolve } of waiting) if (caught.length >= count) resolve(caught);
      waiting = waiting.filter(({ count }) => caught.length < count);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    caught,
    statuses,
    until: (count) =>
      caught.length >= count
        ? Promise.resolve(caught)
        : new Promise((resolve) => waiting.push({ count, resolve })),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
