import type { TrackerCounters, WebhookClass, WebhookNews } from './tracker-counters.js';

/** Counts webhooks in their one class, and what they told. */
export function countClass(
  counters: TrackerCounters,
  webhookClass: WebhookClass,
  news: WebhookNews,
  count = 1,
): void {
  counters.webhooks[webhookClass] += count;
  counters.webhooksByNews[news][webhookClass] += count;
}
