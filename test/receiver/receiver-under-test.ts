import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { DialectName, ServerOrder } from '../../src/contract/dialect.js';
import { dialects } from '../../src/contract/dialects.js';
import type { SignatureSchemeName } from '../../src/contract/signature-scheme.js';
import { signatureSchemes } from '../../src/contract/signature-schemes.js';
import type { OrderEvent } from '../../src/order-event.js';
import { type ReceiverOptions, startReceiver } from '../../src/receiver/receiver.js';

export const secret = Buffer.from('an example secret of 32 bytes!!!');
export const wallStartMs = 1_779_100_000_000;
export const secretCode = 'CODE-4711-SECRET';

export const order: ServerOrder = {
  orderId: 'ord_1',
  state: 'delivered',
  createdAt: '2026-05-18T10:24:00.000Z',
  unitPriceCents: 100,
  failureReason: null,
  codes: [secretCode],
  codeType: 'pin',
  changedAt: '2026-05-18T10:24:31.000Z',
};

const opened = new Set<() => unknown>();

/** Closes what the tests of this file have opened. Not a hook of a single test, because some run side by side. */
export async function closeOpened(): Promise<void> {
  await Promise.all([...opened].map((close) => close()));
  opened.clear();
}

/** A receiver on a free port whose clock stands still until the test moves it. */
export async function startedReceiver(
  dialect: DialectName = 'header-key',
  scheme: SignatureSchemeName = 'standard',
  options: Partial<ReceiverOptions> = {},
) {
  const events: OrderEvent[] = [];
  const handledMs: number[] = [];
  const time = { nowMs: 1000 };
  const started = await startReceiver({
    host: '127.0.0.1',
    port: 0,
    path: '/webhooks',
    dialect: dialects[dialect],
    scheme: signatureSchemes[scheme],
    secret,
    clock: { nowMs: () => time.nowMs, wallMs: (atMs) => wallStartMs + atMs },
    emit: (event) => events.push(event),
    handled: (durationMs) => handledMs.push(durationMs),
    ...options,
  });
  opened.add(() => started.close());
  return { ...started, port: Number(new URL(started.url).port), events, handledMs, time };
}

/** The headers that prove `body`. */
export function signed(
  body: string | Buffer,
  scheme: SignatureSchemeName = 'standard',
  key = secret,
  webhookId = 'msg_1',
): Record<string, string> {
  return signatureSchemes[scheme].sign(key, webhookId, wallStartMs / 1000, Buffer.from(body));
}

/** A signed request as it stands on the wire, of the standard scheme. */
export function rawWebhook(body: string, headers: Readonly<Record<string, string>> = signed(body)): string {
  const lines = Object.entries({ host: 'x', 'content-length': String(Buffer.byteLength(body)), ...headers });
  return `POST /webhooks HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

/** A connection that speaks no HTTP by itself, so that anything can be sent. */
export interface RawConnection {
  readonly socket: Socket;
  /** The statuses of the answers so far. */
  statuses(): number[];
  /** Everything that came back. */
  text(): string;
  /** Settles when this many answers have come, or the connection has closed. */
  answers(count: number): Promise<number[]>;
  /** Settles with all statuses when the connection is closed, by whomever and however. */
  readonly closed: Promise<number[]>;
}

export async function rawConnection(port: number): Promise<RawConnection> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let text = '';
  const statuses = () => [...text.matchAll(/HTTP\/1\.1 ([0-9]{3})/g)].map(([, status]) => Number(status));
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text += piece;
  });
  // A reset is one of the ways to be cut.
  socket.on('error', () => {});
  socket.on('end', () => socket.end());
  const destroy = () => socket.destroy();
  opened.add(destroy);
  const closed = untilClosed(socket).then(() => {
    opened.delete(destroy);
    return statuses();
  });
  await once(socket, 'connect');
  return {
    socket,
    statuses,
    text: () => text,
    closed,
    async answers(count) {
      while (statuses().length < count && !socket.closed) {
        await new Promise<void>((resolve) => {
          socket.once('data', () => resolve());
          void closed.then(() => resolve());
        });
      }
      return statuses();
    },
  };
}

/** Settles when the connection is closed, with an error or without. */
export function untilClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
  });
}
