import { isForward } from '../contract/order-state.js';
import type { WebhookEvent } from '../order-event.js';
import type { OrderTable } from './order-table.js';
import type { WebhookClass } from './tracker-counters.js';

/**
 * The one class of a webhook whose order is known. Stamps decide, not the order of processing: a webhook stamped before
 * the order's deadline is in time although the expiry was seen first, unless a poll has decided the order already.
 */
export function classifyWebhook(
  orders: OrderTable,
  seq: number,
  { state, atMs }: WebhookEvent,
  deadlineAtMs: number,
): WebhookClass {
  if (orders.wasSeen(seq, state)) return 'duplicate';
  const known = orders.state(seq);
  if (state !== known && !isForward(known, state))
    return isForward(state, known) ? 'out_of_order' : 'conflicting';
  const phase = orders.phase(seq);
  if (phase === 'settled') return 'late';
  // A refund may well come after the deadline of an order that was delivered in time.
  return phase !== 'decided' && atMs > deadlineAtMs ? 'late' : 'accepted';
}
