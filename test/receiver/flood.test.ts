import { afterAll, expect, it } from 'vitest';
import { dialects } from '../../src/contract/dialects.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { heapGrowth } from './flat-memory.js';
import {
  closeOpened,
  order,
  rawConnection,
  rawWebhook,
  secret,
  signed,
  startedReceiver,
} from './receiver-under-test.js';

afterAll(closeOpened);

const strangers = 40;
const forgedEach = 100;
const genuine = 200;

function told(number: number): string {
  return dialects['header-key'].encodeWebhook({ ...order, orderId: `ord_${number}` }, secret);
}

it('in a flood of forged webhooks every genuine one is taken, every forged one counted, and few are told', async () => {
  const { port, events, close } = await startedReceiver();
  const forged = rawWebhook(told(0), signed(told(0), 'standard', Buffer.alloc(32, 1)));
  const flood = Promise.all(
    Array.from({ length: strangers }, async () => {
      const { socket, answers } = await rawConnection(port);
      socket.write(forged.repeat(forgedEach));
      return await answers(forgedEach);
    }),
  );
  const sender = await rawConnection(port);
  for (let number = 0; number < genuine; number += 1) {
    sender.socket.write(rawWebhook(told(number)));
    await sender.answers(number + 1);
  }
  expect(sender.statuses()).toEqual(Array.from({ length: genuine }, () => 204));
  expect((await flood).flat()).toEqual(Array.from({ length: strangers * forgedEach }, () => 401));
  await close();

  const tracker = new Tracker(300_000);
  for (const event of events) tracker.apply(event);
  expect(tracker.counters.webhooksReceived).toBe(genuine + strangers * forgedEach);
  expect(tracker.counters.webhooks.forged).toBe(strangers * forgedEach);
  expect(tracker.counters.held).toBe(genuine);
  // The journal gets a line an event: strangers can not fill its disk.
  const rejections = events.filter(({ kind }) => kind === 'webhook_rejected');
  expect(rejections.length).toBeLessThan((strangers * forgedEach) / 10);
});

it('strangers who ask and never read the answers take no memory with them', async () => {
  const { port, events } = await startedReceiver();
  const forged = rawWebhook(told(0), signed(told(0), 'standard', Buffer.alloc(32, 1)));
  const growth = await heapGrowth(async () => {
    for (let count = 0; count < 50; count += 1) {
      const { socket } = await rawConnection(port);
      socket.pause();
      socket.write(forged.repeat(500));
    }
    const { socket, answers } = await rawConnection(port);
    socket.write(rawWebhook(told(1)));
    expect(await answers(1)).toEqual([204]);
    await closeOpened();
  });
  expect(growth).toBeLessThan(4 * 1024 * 1024);
  expect(events.filter(({ kind }) => kind === 'webhook')).toHaveLength(1);
});
