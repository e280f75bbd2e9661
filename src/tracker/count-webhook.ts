import type { WebhookEvent } from '../order-event.js';
import { countViolation } from './count-event.js';
import type { TrackerCounters } from './tracker-counters.js';
import type { WebhookIds } from './webhook-ids.js';

/** Counts what a webhook says whatever becomes of it: that it came, its codes, its secret, and whether its id is its own. */
export function countWebhook(counters: TrackerCounters, ids: WebhookIds, event: WebhookEvent): void {
  const { webhookId, orderId, state, codes, oldSecret } = event;
  counters.webhooksReceived += 1;
  if (codes !== null) counters.codes[codes] += 1;
  if (oldSecret) counters.webhooksByOldSecret += 1;
  if (webhookId === null) return;
  if (!ids.note(webhookId, `${state} ${orderId}`)) {
    const explanation = `webhook id ${webhookId} came again with other news: ${state} of order ${orderId}`;
    countViolation(counters, 'webhook', 'reused_webhook_id', explanation);
  }
  counters.webhookIdsForgotten = ids.forgotten;
}
