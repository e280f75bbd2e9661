import type { WebhookEvent } from '../order-event.js';
import { countViolation } from './count-event.js';
import type { FoundIds } from './found-ids.js';
import type { TrackerCounters } from './tracker-counters.js';
import type { WebhookIds } from './webhook-ids.js';

/** Counts what a webhook says whatever becomes of it: that it came, its codes, its secret, and whether its id is its own. */
export function countWebhook(
  counters: TrackerCounters,
  ids: WebhookIds,
  event: WebhookEvent,
  found: FoundIds,
): void {
  const { state, codes, codeFailure, oldSecret } = event;
  counters.webhooksReceived += 1;
  if (codes !== null) counters.codes[codes] += 1;
  if (codes === 'failed') counters.codeFailures[codeFailure ?? 'other'] += 1;
  if (oldSecret) counters.webhooksByOldSecret += 1;
  if (!ids.noteOf(found, state)) {
    const explanation = `webhook id ${event.webhookId} came again with other news: ${state} of order ${event.orderId}`;
    countViolation(counters, 'webhook', 'reused_webhook_id', explanation);
  }
  counters.webhookIdsForgotten = ids.forgotten;
}
