import type { OrderState } from '../../src/contract/order-state.js';
import type { OrderEvent, WebhookEvent } from '../../src/order-event.js';

/** Deadline of every tracker in these tests, in milliseconds. */
export const deadlineMs = 300_000;

export type EventOf<K extends OrderEvent['kind']> = Extract<OrderEvent, { kind: K }>;

/** Short ways to write events. Order `seq` has the id `ord_<seq>`. */
export function idOf(seq: number): string {
  return `ord_${seq}`;
}

export function planned(seq: number, atMs = 0): EventOf<'planned'> {
  return { kind: 'planned', atMs, seq, sku: 1, stage: 2 };
}

export function sent(seq: number, atMs = 1): EventOf<'sent'> {
  return { kind: 'sent', atMs, seq };
}

export function accepted(seq: number, atMs = 2, state: OrderState = 'reserved'): EventOf<'accepted'> {
  return { kind: 'accepted', atMs, seq, orderId: idOf(seq), state, status: 201 };
}

export function webhook(seq: number, state: OrderState, atMs: number): WebhookEvent {
  return {
    kind: 'webhook',
    atMs,
    webhookId: `msg_${seq}_${state}`,
    orderId: idOf(seq),
    state,
    reason: state === 'failed' ? 'supplier_timeout' : null,
    unlistedReason: null,
    codes: state === 'delivered' ? 'opened' : null,
  };
}

export function expired(seq: number, atMs = deadlineMs + 1): EventOf<'expired'> {
  return { kind: 'expired', atMs, seq };
}

export function polled(
  seq: number,
  state: OrderState | null,
  last = false,
  atMs = deadlineMs + 10,
): EventOf<'polled'> {
  return { kind: 'polled', atMs, seq, state, reason: state === 'failed' ? 'order_timeout' : null, last };
}

/** An order that was planned at 0, sent at 1 and accepted at 2. */
export function open(seq: number, state: OrderState = 'reserved'): OrderEvent[] {
  return [planned(seq), sent(seq), accepted(seq, 2, state)];
}
