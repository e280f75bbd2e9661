import { once } from 'node:events';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type CutPoint, cutCall } from '../../src/idempotency/cut-call.js';

const body = JSON.stringify({ sku_id: 'psn-tr-100', quantity: 1 });
const request = {
  method: 'POST' as const,
  path: '/v1/orders',
  headers: { authorization: 'Bearer a-key', 'idempotency-key': ['one', 'one'] },
  body,
};
/** Far more than fits into what a cut in the answer reads. */
const answer = `HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 40000\r\n\r\n${'x'.repeat(40_000)}`;
const whole = (port: number): string =>
  `POST /v1/orders HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: ${body.length}\r\nauthorization: Bearer a-key\r\n` +
  `idempotency-key: one\r\nidempotency-key: one\r\n\r\n${body}`;

let credentials = { key: '', cert: '' };
beforeAll(async () => {
  const made = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  credentials = { key: made.private, cert: made.cert };
});
afterAll(() => {
  credentials = { key: '', cert: '' };
});

/** A server that notes what came until the other side was gone, and answers as soon as the body is complete. */
async function noting(scheme: 'http' | 'https') {
  let came = '';
  let tellGone = (): void => {};
  const gone = new Promise<void>((resolve) => {
    tellGone = resolve;
  });
  const serve = (socket: Socket): void => {
    socket.on('data', (piece) => {
      came += piece.toString();
      if (came.endsWith(body)) socket.write(answer);
    });
    socket.on('error', () => {});
    socket.on('close', () => tellGone());
  };
  const server: Server = scheme === 'http' ? createTcpServer(serve) : createTlsServer(credentials, serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const ca = scheme === 'http' ? null : credentials.cert;
  const cut = async (at: CutPoint) => {
    const url = `${scheme}://127.0.0.1:${address.port}`;
    const outcome = await cutCall({ url, ca, timeoutMs: 20_000 }, request, at);
    await gone;
    return { outcome, came };
  };
  return { cut, expected: whole(address.port) };
}

describe.each(['http', 'https'] as const)('a call over %s', (scheme) => {
  test('cut before its end has sent half of its body', async () => {
    const { cut, expected } = await noting(scheme);
    const { outcome, came } = await cut('before_send');
    expect(outcome).toStrictEqual({ kind: 'cut', status: null });
    expect(came).toBe(expected.slice(0, expected.length - Math.ceil(body.length / 2)));
  });

  test('cut before its answer has sent everything', async () => {
    const { cut, expected } = await noting(scheme);
    const { outcome, came } = await cut('after_send');
    expect(outcome).toStrictEqual({ kind: 'cut', status: null });
    expect(came).toBe(expected);
  });

  test('cut in its answer has read the status and no more than the beginning', async () => {
    const { cut, expected } = await noting(scheme);
    const { outcome, came } = await cut('in_answer');
    expect(outcome).toStrictEqual({ kind: 'cut', status: 201 });
    expect(came).toBe(expected);
  });
});

test('a certificate that nobody vouches for is not spoken to', async () => {
  const server = createTlsServer(credentials).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const target = { url: `https://127.0.0.1:${port}`, ca: null, timeoutMs: 20_000 };
  expect(await cutCall(target, request, 'after_send')).toMatchObject({ kind: 'no_answer', cause: 'network' });
});

test('an API that never answers is given up after the time limit', async () => {
  const server = createTcpServer((socket) => socket.resume().on('error', () => {})).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const target = { url: `http://127.0.0.1:${port}`, ca: null, timeoutMs: 50 };
  expect(await cutCall(target, request, 'in_answer')).toStrictEqual({
    kind: 'no_answer',
    cause: 'timeout',
    explanation: 'no answer within 50 ms',
  });
});

test('an API that closes first was not cut', async () => {
  const server = createTcpServer((socket) => socket.end('HTTP/1.1').on('error', () => {})).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const target = { url: `http://127.0.0.1:${port}`, ca: null, timeoutMs: 20_000 };
  expect(await cutCall(target, request, 'in_answer')).toMatchObject({ kind: 'no_answer', cause: 'network' });
});
