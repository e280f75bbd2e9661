import { type OrderState, orderStates } from '../contract/order-state.js';
import type { WebhookEvent } from '../order-event.js';
import { countViolation } from './count-event.js';
import type { TextHash } from './text-hash.js';
import type { TrackerCounters } from './tracker-counters.js';
import type { WebhookIds } from './webhook-ids.js';

/** Bits that tell the news of one order apart. */
const stateMarks = Object.fromEntries(
  orderStates.map((state, number) => [state, Math.imul(number + 1, 0x9e3779b1)]),
) as Readonly<Record<OrderState, number>>;

/**
 * Counts what a webhook says whatever becomes of it: that it came, its codes, its secret, and whether its id is its own.
 * `orderHash` is the hash of its order's id, `idHash` that of its own where it is known.
 */
export function countWebhook(
  counters: TrackerCounters,
  ids: WebhookIds,
  event: WebhookEvent,
  orderHash: TextHash,
  idHash?: TextHash,
): void {
  const { webhookId, orderId, state, codes, codeFailure, oldSecret } = event;
  counters.webhooksReceived += 1;
  if (codes !== null) counters.codes[codes] += 1;
  if (codes === 'failed') counters.codeFailures[codeFailure ?? 'other'] += 1;
  if (oldSecret) counters.webhooksByOldSecret += 1;
  if (webhookId === null) return;
  if (!ids.note(webhookId, orderHash.low ^ stateMarks[state], idHash)) {
    const explanation = `webhook id ${webhookId} came again with other news: ${state} of order ${orderId}`;
    countViolation(counters, 'webhook', 'reused_webhook_id', explanation);
  }
  counters.webhookIdsForgotten = ids.forgotten;
}
