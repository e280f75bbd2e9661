import type { TrackerCounters } from '../tracker/tracker-counters.js';
import { byKey, type MetricFamily, optional, single, unlabelled } from './metric-family.js';

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
    name: 'webhook_requests_total',
    type: 'counter',
    help: 'Requests to the webhook address as they were counted on arrival: webhooks_received_total and webhooks_waiting together.',
    labels: [],
    samples: ({ counters }) => single(counters.webhooksReceived),
  },
  {
    name: 'webhooks_waiting',
    type: 'gauge',
    help: 'Webhooks that came before the answer to their create call and wait for it; they are in no class yet.',
    labels: [],
    samples: ({ counters }) => single(counters.held),
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
    help:
      'Deliveries whose codes could not be opened. format: they are not laid out as codes; auth_tag: they were changed, or sealed ' +
      'with another key or for another order; other: nobody wrote down why.',
    labels: ['reason'],
    samples: ({ counters }) => byKey('reason', counters.codeFailures),
  },
  {
    name: 'webhook_handler_seconds',
    type: 'histogram',
    help: 'Time that authentic webhooks were in our own hands, from their last byte to the events that they made.',
    labels: [],
    samples: ({ webhookTimes }) => unlabelled(webhookTimes.handler),
  },
  {
    name: 'webhook_transit_seconds',
    type: 'histogram',
    help:
      'Time from what a final webhook tells as its own time to its arrival, repeats included: by two clocks, so indicative only; ' +
      'what came before its time counts as 0.',
    labels: [],
    samples: ({ webhookTimes }) => unlabelled(webhookTimes.transit),
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
