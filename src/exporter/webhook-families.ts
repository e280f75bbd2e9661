import { byKey, type MetricFamily, optional, single } from './metric-family.js';

/** What came to the webhook address. The label `event` waits for a tracker that counts by event. */
export const webhookFamilies: readonly MetricFamily[] = [
  {
    name: 'webhooks_received_total',
    type: 'counter',
    help: 'Requests to the webhook address, each in exactly one class.',
    labels: ['verdict'],
    samples: ({ counters }) => byKey('verdict', counters.webhooks),
  },
  {
    name: 'webhooks_missing_total',
    type: 'counter',
    help: 'Orders that the API calls decided and whose webhook had not come by the deadline.',
    labels: [],
    samples: ({ counters }) => single(counters.webhooksMissing),
  },
  {
    name: 'last_webhook_timestamp_seconds',
    type: 'gauge',
    help: 'Arrival of the newest webhook; absent before the first.',
    labels: [],
    samples: ({ lastWebhookS }) => optional(lastWebhookS),
  },
  {
    name: 'code_open_failures_total',
    type: 'counter',
    help: 'Deliveries whose codes could not be opened.',
    labels: [],
    samples: ({ counters }) => single(counters.codes.failed),
  },
];
