import { connect as connectPlain, isIP, type Socket, type SocketConnectOpts } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { AttemptRequest } from '../load/http-attempt.js';

/** Where a connection is closed: half of the body sent, the whole request sent, or the answer half read. */
export type CutPoint = 'before_send' | 'after_send' | 'in_answer';

/** What came of a call that was cut. `status` is known when its answer had begun. */
export type CutOutcome =
  | { readonly kind: 'cut'; readonly status: number | null }
  | { readonly kind: 'no_answer'; readonly cause: 'network' | 'timeout'; readonly explanation: string };

export interface CutTarget {
  readonly url: string;
  /** Certificate authorities in PEM to trust instead of the system's; null for the system's. */
  readonly ca: string | null;
  readonly timeoutMs: number;
}

/** The status line fits into it, an order id behind all the headers does not. */
const answerBytesRead = 48;

/** One request on a socket of its own that is closed at `at`. Never rejects. */
export function cutCall(target: CutTarget, request: AttemptRequest, at: CutPoint): Promise<CutOutcome> {
  return new Promise((resolve) => {
    const answer = Buffer.alloc(answerBytesRead);
    let filled = 0;
    const end = (outcome: CutOutcome): void => {
      clearTimeout(timer);
      resolve(outcome);
      socket.destroy();
    };
    // Read into a buffer of this size, so that the rest of the answer is still unread when the connection is closed.
    const read = (bytes: number, piece: Uint8Array): boolean => {
      answer.set(piece.subarray(0, Math.min(bytes, answerBytesRead - filled)), filled);
      filled = Math.min(filled + bytes, answerBytesRead);
      if (filled === answerBytesRead) end({ kind: 'cut', status: statusIn(answer) });
      return filled < answerBytesRead;
    };
    const socket = open(target, read);
    const timer = setTimeout(() => {
      const explanation = `no answer within ${target.timeoutMs} ms`;
      end({ kind: 'no_answer', cause: 'timeout', explanation });
    }, target.timeoutMs);
    socket.on('error', ({ message }) => end({ kind: 'no_answer', cause: 'network', explanation: message }));
    socket.on('close', () =>
      end({ kind: 'no_answer', cause: 'network', explanation: 'the API closed the connection' }),
    );
    const whole = requestBytes(new URL(target.url), request);
    const bytes = at === 'before_send' ? whole.subarray(0, whole.length - half(request.body)) : whole;
    socket.write(bytes, () => {
      if (at !== 'in_answer') end({ kind: 'cut', status: null });
    });
  });
}

function half(body: string | null): number {
  return Math.ceil(Buffer.byteLength(body ?? '') / 2);
}

function open({ url, ca }: CutTarget, read: (bytes: number, piece: Uint8Array) => boolean): Socket {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const onread = { buffer: new Uint8Array(answerBytesRead), callback: read };
  if (protocol === 'http:') return connectPlain({ host, port: Number(port || 80), onread });
  // Node takes `onread` here as well (its documentation says so, its types do not).
  const options: ConnectionOptions & Pick<SocketConnectOpts, 'onread'> = {
    host,
    port: Number(port || 443),
    rejectUnauthorized: true,
    onread,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === null ? {} : { ca }),
  };
  return connectTls(options);
}

/** The request as HTTP/1.1 writes it (RFC 9112). */
function requestBytes({ host }: URL, { method, path, headers, body }: AttemptRequest): Buffer {
  const content = body ?? '';
  const lines = Object.entries({
    host,
    'content-length': String(Buffer.byteLength(content)),
    ...headers,
  }).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${content}`);
}

function statusIn(answer: Buffer): number | null {
  const [, status] = /^HTTP\/1\.[01] ([1-5][0-9]{2})/.exec(answer.toString('latin1')) ?? [];
  return status === undefined ? null : Number(status);
}
