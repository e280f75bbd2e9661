import { expect, it } from 'vitest';
import { dialects } from '../../src/contract/dialects.js';
import { Faults } from '../../src/live/faults.js';
import { WatchedOrders } from '../../src/live/watched-orders.js';
import type { OrderEvent } from '../../src/order-event.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { heapGrowth } from '../receiver/flat-memory.js';

it('orders that are over leave nothing behind, however they ended', async () => {
  const time = { nowMs: 0 };
  const clock = { nowMs: () => time.nowMs, wallMs: (atMs: number) => atMs };
  const settings = { pollsExpired: false, rememberedOrders: 8_192, recentWebhookIds: 8_192 };
  const tracker = new Tracker(300_000, [], settings);
  const emit = (event: OrderEvent): void => tracker.apply(event);
  const faults = new Faults(() => {});
  const orders = new WatchedOrders({ dialect: dialects['header-key'], clock, emit, tracker, faults });
  let number = 0;
  const answer = (status: number, body: object) =>
    ({ kind: 'answer', status, retryAfter: null, body: Buffer.from(JSON.stringify(body)) }) as const;
  /** One order that is delivered, one that is refused, one that nobody tries again, and one whose end is never seen. */
  const four = (): void => {
    time.nowMs += 100;
    const orderId = `ord_${number}`;
    orders.begin(`delivered-${number}`)?.ended(answer(201, { order_id: orderId, status: 'pending' }));
    orders.begin(`refused-${number}`)?.ended(answer(402, {}));
    orders.begin(`tried-${number}`)?.ended({ kind: 'no_answer', cause: 'network', explanation: 'cut' });
    orders.begin(`unseen-${number}`)?.started();
    const news = { webhookId: `msg_${number}`, orderId, state: 'delivered', reason: null } as const;
    emit({ kind: 'webhook', atMs: time.nowMs, ...news, unlistedReason: null, codes: null });
    orders.tick(time.nowMs);
    number += 1;
  };
  const many = (count: number): void => {
    for (let each = 0; each < count; each += 1) four();
  };
  // As many as fill every memory that has a limit.
  many(140_000);
  expect(await heapGrowth(() => many(20_000))).toBeLessThan(2 * 1024 * 1024);
  expect(tracker.counters.completed.webhook.delivered).toBe(160_000);
  // Five minutes of unseen ends, and a minute of waiting for another try.
  expect(tracker.inFlight).toBe(3_000 + 600 + 600);
});
