import { expect, it } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import { addEvent, type EventCells, takeEvents } from '../../src/receiver/event-cells.js';

const webhook: OrderEvent = {
  kind: 'webhook',
  atMs: 12.345,
  webhookId: 'msg_1',
  orderId: 'ord_1',
  state: 'delivered',
  reason: null,
  unlistedReason: null,
  codes: 'opened',
};
const events: OrderEvent[] = [
  webhook,
  { kind: 'webhook_rejected', atMs: 13, verdict: 'forged', why: 'no signature', count: 4 },
  {
    ...webhook,
    atMs: 0,
    webhookId: null,
    state: 'failed',
    reason: 'other',
    unlistedReason: 'bored',
    codes: null,
  },
  { kind: 'violation', atMs: 0, place: 'webhook', violation: 'unknown_reason', explanation: 'bored' },
  { ...webhook, codes: 'failed', codeFailure: 'auth_tag' },
  { ...webhook, oldSecret: true },
  webhook,
];

it('events come out of the other thread as they went in, in their order', () => {
  const cells: EventCells = [];
  for (const event of events) addEvent(cells, event);
  // A plain webhook is seven cells.
  expect(cells).toHaveLength(3 * 7 + 4);
  const taken: OrderEvent[] = [];
  takeEvents(structuredClone(cells), (event) => taken.push(event));
  expect(taken).toEqual(events);
});
