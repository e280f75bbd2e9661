import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { dialects } from '../../src/contract/dialects.js';
import { heapGrowth } from './flat-memory.js';
import {
  closeOpened,
  order,
  rawConnection,
  rawWebhook,
  secret,
  startedReceiver,
} from './receiver-under-test.js';

afterAll(closeOpened);

const body = dialects['header-key'].encodeWebhook(order, secret);
const genuine = Buffer.from(rawWebhook(body), 'latin1');

/** A request with some of its bytes changed, lost, doubled or added, anywhere from its first line to its last byte. */
const mangled = fc
  .array(fc.tuple(fc.nat(3), fc.nat(genuine.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 })
  .map((edits) =>
    edits.reduce((bytes, [kind, place, byte]) => {
      const at = place % Math.max(1, bytes.length);
      const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
      if (kind === 0) return Buffer.concat([before, Buffer.of(byte), after.subarray(1)]);
      if (kind === 1) return Buffer.concat([before, after.subarray(1 + (byte % 20))]);
      if (kind === 2) return Buffer.concat([before, after.subarray(0, byte), after]);
      return Buffer.concat([before, Buffer.alloc(1 + (byte % 5), byte), after]);
    }, genuine),
  );
const bytes = fc.oneof(
  { weight: 8, arbitrary: mangled },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 500 }).map((random) => Buffer.from(random)) },
  { weight: 1, arbitrary: fc.constant(genuine) },
);

/** On a connection each, closed behind the request so that none waits for bytes that do not come. */
async function sendAll(port: number, requests: readonly Buffer[]): Promise<number[][]> {
  return await Promise.all(
    requests.map(async (request) => {
      const { socket, closed } = await rawConnection(port);
      socket.end(request);
      return await closed;
    }),
  );
}

it('thousands of generated requests over sockets: what is taken is genuine, and memory stays flat', async () => {
  const { port, events } = await startedReceiver();
  const batches = (numRuns: number) =>
    fc.assert(
      fc.asyncProperty(fc.array(bytes, { minLength: 30, maxLength: 30 }), async (requests) => {
        events.length = 0;
        const answers = await sendAll(port, requests);
        const taken = answers.flat().filter((status) => status === 204).length;
        const told = events.filter((event) => event.kind === 'webhook');
        // Garbage right behind a webhook can cost it its answer, but never its place in the count.
        expect(told.length).toBeGreaterThanOrEqual(taken);
        expect(taken).toBeGreaterThanOrEqual(requests.filter((request) => request.equals(genuine)).length);
        for (const event of told) {
          // Whatever was changed around it: what counts is the content that was signed.
          expect(event).toMatchObject({ webhookId: 'msg_1', orderId: 'ord_1', state: 'delivered' });
        }
      }),
      { seed: 20_261_122, numRuns },
    );
  await batches(20);
  expect(await heapGrowth(() => batches(150))).toBeLessThan(8 * 1024 * 1024);
  const { socket, answers } = await rawConnection(port);
  socket.write(genuine);
  expect(await answers(1)).toEqual([204]);
});
