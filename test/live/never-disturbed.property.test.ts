import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawConnection } from '../receiver/receiver-under-test.js';
import { listeningServer } from '../support/listening-server.js';
import { signedWebhook, watchedService } from './watched-service.js';

const seed = 20_261_122;
const genuine = signedWebhook('ord_1');
const anyValue = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
});

/** The bytes of a genuine webhook with some of them changed, or any others. */
const anyBody = fc.oneof(
  fc.constant(Buffer.from(genuine.body)),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.tuple(fc.nat(genuine.body.length - 1), fc.nat(255)).map(([at, byte]) => {
    const bytes = Buffer.from(genuine.body);
    bytes[at] = byte;
    return bytes;
  }),
);
const anyHeaders = fc.oneof(
  fc.constant(genuine.headers),
  fc.dictionary(
    fc.constantFrom('webhook-id', 'webhook-timestamp', 'webhook-signature', 'content-encoding', 'x-other'),
    fc.stringMatching(/^[\x21-\x7e]{0,40}$/),
  ),
);

describe('whatever comes, the service', () => {
  it('gets every body over a socket byte for byte, and an answer of its own', async () => {
    const { service } = watchedService({ onFault: () => {} });
    const got: Buffer[] = [];
    const port = await listeningServer((request, response) =>
      service.middleware(request, response, () => {
        const pieces: Buffer[] = [];
        request.on('data', (piece: Buffer) => pieces.push(piece));
        request.on('end', () => {
          got.push(Buffer.concat(pieces));
          response.writeHead(299).end();
        });
      }),
    );
    const { socket, answers } = await rawConnection(port);
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(anyHeaders, anyBody, async (headers, body) => {
        const lines = Object.entries({ host: 'x', 'content-length': String(body.length), ...headers });
        const head = `POST / HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
        socket.write(Buffer.concat([Buffer.from(head, 'latin1'), body]));
        sent += 1;
        expect((await answers(sent)).at(-1)).toBe(299);
        expect(got.at(-1)).toEqual(body);
      }),
      { seed, numRuns: 1_000 },
    );
    expect(service.faults.internal).toBe(0);
  });

  it('sees no exception of ours, whatever it calls us with', () => {
    const { service } = watchedService({
      onFault: () => {
        throw new Error('whoever listens for faults fails, too');
      },
    });
    const { middleware, rawBody, noteCreated, noteWebhook } = service;
    const entries = { rawBody, noteCreated, noteWebhook } as Record<string, (...args: unknown[]) => unknown>;
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 3 }), (args) => {
        for (const entry of Object.values(entries)) entry(...args);
        let handedOn = 0;
        const odd = middleware as (...args: unknown[]) => void;
        odd(args[0], args[1], () => {
          handedOn += 1;
        });
        expect(handedOn).toBe(1);
      }),
      { seed, numRuns: 3_000 },
    );
  });

  it('has its fetch called with the very arguments, and gets the very result', async () => {
    const { service } = watchedService({ onFault: () => {} });
    const called: unknown[][] = [];
    let gives: unknown;
    const wrapped = service.wrapFetch((...args: unknown[]) => {
      called.push(args);
      return gives as Promise<object>;
    }) as (...args: unknown[]) => unknown;
    const address = fc.constantFrom('http://api.example/v1/orders', 'http://api.example/', undefined);
    await fc.assert(
      fc.asyncProperty(address, anyValue, anyValue, fc.boolean(), async (url, init, answer, isPost) => {
        gives = Promise.resolve(answer);
        const args = [url ?? init, isPost ? { method: 'POST', headers: init, body: init } : init];
        expect(wrapped(...args)).toBe(gives);
        expect(called.at(-1)?.[0]).toBe(args[0]);
        expect(called.at(-1)?.[1]).toBe(args[1]);
        await gives;
      }),
      { seed, numRuns: 3_000 },
    );
  });
});
