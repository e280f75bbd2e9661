import type { TrackerCounters } from '../tracker/tracker-counters.js';
import { byKey, type MetricFamily, optional, single } from './metric-family.js';

/** Wherever one was met: in an answer, a webhook or a status. */
function unknownStates({ violations }: Readonly<TrackerCounters>): number {
  return [...violations]
    .filter(([name]) => name.endsWith('.unknown_state'))
    .reduce((total, [, { count }]) => total + count, 0);
}

/** What came to the webhook address. */
export const webhookFamilies: readonly MetricFamily[] = [
  {
    name: 'webhooks_received_total',
    type: 'counter',
    help: 'Requests to the webhook address, each in exactly one class, by the state that they told of their order.',
    labels: ['event', 'verdict'],
    samples: ({ counters }) =>
      Object.entries(counters.webhooksByNews).flatMap(([event, classes]) =>
        Object.entries(classes).map(([verdict, value]) => ({ labels: { event, verdict }, value })),
      ),
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
  {
    name: 'state_violations_total',
    type: 'counter',
    help:
      'Webhooks and statuses that break the order of states: backward, another end after the end, or a state that the contract ' +
      'does not know.',
    labels: ['kind'],
    samples: ({ counters }) =>
      byKey('kind', {
        backward: counters.webhooks.out_of_order + (counters.violations.get('status.backward')?.count ?? 0),
        after_terminal: counters.webhooks.conflicting,
        unknown_state: unknownStates(counters),
      }),
  },
];
