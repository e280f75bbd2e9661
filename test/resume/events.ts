import type { OrderState } from '../../src/contract/order-state.js';
import type { RefusalReason } from '../../src/contract/refusal-reason.js';
import type { OrderEvent, WebhookEvent } from '../../src/order-event.js';

/** Short ways to write events. Order `seq` has the id `ord_<seq>`. */
export function idOf(seq: number): string {
  return `ord_${seq}`;
}

export function sent(seq: number, atMs = seq * 100 + 1): OrderEvent {
  return { kind: 'sent', atMs, seq };
}

export function accepted(seq: number, atMs = seq * 100 + 5): OrderEvent {
  return { kind: 'accepted', atMs, seq, orderId: idOf(seq), state: 'pending', status: 201 };
}

export function errored(seq: number, reason: RefusalReason): OrderEvent {
  return { kind: 'errored', atMs: seq * 100 + 5, seq, reason, status: null };
}

export function webhook(seq: number, state: 'delivered' | 'failed', atMs: number): WebhookEvent {
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

export function polledAs(seq: number, state: OrderState, atMs: number): OrderEvent {
  return { kind: 'polled', atMs, seq, state, reason: null, last: true };
}
