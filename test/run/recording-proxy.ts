import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A status poll as it came in. */
export interface RecordedPoll {
  readonly orderId: string;
  readonly atMs: number;
}

export interface RecordingProxy {
  readonly url: string;
  readonly polls: readonly RecordedPoll[];
  close(): Promise<void>;
}

const statusPath = /^\/v1\/orders\/([^/]+)$/;

/** Stands before an API: writes down each status poll, and answers the first `failing` ones of each order with 500. */
export async function recordingProxy(apiUrl: string, failing: number): Promise<RecordingProxy> {
  const polls: RecordedPoll[] = [];
  const server = createServer((request, response) => {
    const orderId = request.method === 'GET' ? statusPath.exec(request.url ?? '')?.[1] : undefined;
    if (orderId !== undefined) {
      polls.push({ orderId, atMs: performance.now() });
      if (polls.filter((poll) => poll.orderId === orderId).length <= failing) {
        response.writeHead(500).end();
        return;
      }
    }
    pass(apiUrl, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    polls,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function pass(apiUrl: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url = '/' } = request;
  const onward = httpRequest(apiUrl + url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}
