import { createServer, type Socket } from 'node:net';
import { afterEach } from 'vitest';

/** A request as it came in. */
export interface ScriptedRequest {
  readonly key: string;
  /** How many came before it, over all connections. */
  readonly n: number;
  /** How many came before it under this key. */
  readonly attempt: number;
}

/** What the server does with a request on its connection; bytes are written as they are. */
export type Script = (socket: Socket, request: ScriptedRequest) => void;

/** A server that does to its connections whatever a test wants, byte by byte. */
export interface ScriptedServer {
  readonly url: string;
  /** Of each request, in their order. */
  readonly keys: readonly string[];
  /** Connections taken so far. */
  connections(): number;
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Starts one on 127.0.0.1; it ends with the test. */
export async function scriptedServer(script: Script): Promise<ScriptedServer> {
  const keys: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
      for (let whole = wholeRequest(text); whole !== null; whole = wholeRequest(text)) {
        text = text.slice(whole.length);
        const key = /idempotency-key: ([^\r\n]+)/i.exec(whole)?.[1] ?? '';
        const attempt = keys.filter((known) => known === key).length;
        keys.push(key);
        script(socket, { key, n: keys.length - 1, attempt });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}`, keys, connections: () => connections };
}

/** The first request of a text with its body, or null while something of it is missing. */
function wholeRequest(text: string): string | null {
  const headEnd = text.indexOf('\r\n\r\n') + 4;
  if (headEnd === 3) return null;
  const length = headEnd + Number(/content-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? 0);
  return text.length < length ? null : text.slice(0, length);
}

/** The bytes of an answer that takes an order of this id. */
export function taken(orderId: string, headers = ''): string {
  const body = JSON.stringify({ order_id: orderId, status: 'pending', created_at: '2026-05-18T10:24:00Z' });
  return answer(201, body, headers);
}

/** The bytes of an answer. */
export function answer(status: number, body: string, headers = ''): string {
  const head = `HTTP/1.1 ${status} Any\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}`;
  return `${head}\r\n${headers}\r\n${body}`;
}
