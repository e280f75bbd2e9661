import { failureAdvice, failureReasons } from '../contract/failure-reason.js';
import { refusalsByReason } from '../tracker/refusals-by-reason.js';
import { byKey, type MetricFamily, optional, single } from './metric-family.js';

/** What became of the orders. */
export const orderFamilies: readonly MetricFamily[] = [
  {
    name: 'orders_planned_total',
    type: 'counter',
    help: 'Orders that the schedule called for.',
    labels: [],
    samples: ({ counters }) => single(counters.planned),
  },
  {
    name: 'orders_sent_total',
    type: 'counter',
    help: 'Orders whose first attempt was put on the wire.',
    labels: [],
    samples: ({ counters }) => single(counters.sent),
  },
  {
    name: 'orders_accepted_total',
    type: 'counter',
    help: 'Orders that the API answered with 2xx.',
    labels: [],
    samples: ({ counters }) => single(counters.accepted),
  },
  {
    name: 'orders_dropped_total',
    type: 'counter',
    help: 'Orders that were due and never sent: load that was not offered.',
    labels: ['reason'],
    samples: ({ counters }) => byKey('reason', counters.dropped),
  },
  {
    name: 'orders_refused_total',
    type: 'counter',
    help: 'Create calls that did not end in an accepted order, after all retries.',
    labels: ['reason'],
    samples: ({ counters }) => byKey('reason', refusalsByReason(counters)),
  },
  {
    name: 'orders_completed_total',
    type: 'counter',
    help: 'Accepted orders by how they ended and by who told it.',
    labels: ['outcome', 'via'],
    samples: ({ counters }) =>
      Object.entries(counters.completed).flatMap(([via, outcomes]) =>
        Object.entries(outcomes).map(([outcome, value]) => ({ labels: { outcome, via }, value })),
      ),
  },
  {
    name: 'order_failures_total',
    type: 'counter',
    help: 'Failed orders by reason, and whether ordering again can help.',
    labels: ['reason', 'retryable'],
    samples: ({ counters }) =>
      failureReasons.map((reason) => ({
        labels: { reason, retryable: failureAdvice[reason].retryable },
        value: counters.failures[reason],
      })),
  },
  {
    name: 'orders_in_flight',
    type: 'gauge',
    help: 'Accepted orders without an end, by the last state seen.',
    labels: ['state'],
    samples: ({ counters }) => byKey('state', counters.open),
  },
  {
    name: 'oldest_in_flight_order_timestamp_seconds',
    type: 'gauge',
    help: 'Planned instant of the oldest order without an end; absent when none is open.',
    labels: [],
    samples: ({ oldestInFlightS }) => optional(oldestInFlightS),
  },
];
