import { expect, it } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import { addEvent, type EventCells, takeEvents } from '../../src/receiver/event-cells.js';
import { webhook } from '../tracker/order-events.js';

const delivered = webhook(1, 'delivered', 12.345);
const events: OrderEvent[] = [
  delivered,
  { kind: 'webhook_rejected', atMs: 13, verdict: 'forged', why: 'no signature', count: 4 },
  { ...webhook(2, 'failed', 0), webhookId: null, reason: 'other', unlistedReason: 'bored' },
  { kind: 'violation', atMs: 0, place: 'webhook', violation: 'unknown_reason', explanation: 'bored' },
  { ...delivered, codes: 'failed', codeFailure: 'auth_tag' },
  { ...delivered, oldSecret: true },
  delivered,
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
