import { verdictResults } from '../gate/verdict.js';
import { runPhases } from './exporter-source.js';
import { byKey, type MetricFamily, optional, single } from './metric-family.js';

/** The run itself: what it is, what it does, what it asks of the API and what it spends. */
export const runFamilies: readonly MetricFamily[] = [
  {
    name: 'build_info',
    type: 'gauge',
    help: 'Always 1: the versions of foxload and of Node.',
    labels: ['version', 'node_version'],
    samples: ({ version }) => [{ labels: { version, node_version: process.versions.node }, value: 1 }],
  },
  {
    name: 'run_info',
    type: 'gauge',
    help: 'Always 1: which run this is.',
    labels: ['run_id', 'profile', 'mode', 'dialect'],
    samples: ({ run: { id, profile, mode, dialect } }) => [
      { labels: { run_id: id, profile, mode, dialect }, value: 1 },
    ],
  },
  {
    name: 'run_phase',
    type: 'gauge',
    help: '1 for what the run is doing now, 0 for the other phases.',
    labels: ['phase'],
    samples: ({ phase }) =>
      runPhases.map((each) => ({ labels: { phase: each }, value: each === phase ? 1 : 0 })),
  },
  {
    name: 'verdict',
    type: 'gauge',
    help:
      '1 for what the run would come to if it ended now, 0 for the other verdicts; once it is done, what it came to. ' +
      'Absent where orders are only watched.',
    labels: ['verdict'],
    samples: ({ verdict }) =>
      verdict === null
        ? []
        : verdictResults.map((each) => ({ labels: { verdict: each }, value: each === verdict ? 1 : 0 })),
  },
  {
    name: 'target_orders_per_second',
    type: 'gauge',
    help: 'The rate of the schedule now; absent without a schedule.',
    labels: [],
    samples: ({ targetRatePerSecond }) => optional(targetRatePerSecond),
  },
  {
    name: 'idempotency_replays_total',
    type: 'counter',
    help: 'Keys that were used again on purpose, by what came of it; different_order must stay 0.',
    labels: ['result'],
    samples: ({ counters }) => byKey('result', counters.replays),
  },
  {
    name: 'api_retries_total',
    type: 'counter',
    help: 'Create calls that were tried again under the same key, by why the attempt before failed.',
    labels: ['operation', 'cause'],
    samples: ({ counters }) =>
      Object.entries(counters.retries).map(([cause, value]) => ({
        labels: { operation: 'create', cause },
        value,
      })),
  },
  {
    name: 'api_retries_exhausted_total',
    type: 'counter',
    help: 'Create calls that were given up after the last retry.',
    labels: ['operation'],
    samples: ({ counters }) => byKey('operation', { create: counters.retriesExhausted }),
  },
  {
    name: 'api_polls_total',
    type: 'counter',
    help: 'Times the API was asked for the status of an order, by what it told.',
    labels: ['result'],
    samples: ({ counters }) => byKey('result', counters.polls),
  },
  {
    name: 'api_polls_deferred_total',
    type: 'counter',
    help: 'Polls that told nothing and whose repetition had to wait, since an order may be asked for only every 5 s.',
    labels: [],
    samples: ({ counters }) => single(counters.pollsDeferred),
  },
  {
    name: 'spend_usd_total',
    type: 'counter',
    help: 'Money that accepted orders cost, and money that came back.',
    labels: ['kind'],
    samples: ({ spend }) =>
      spend === null ? [] : byKey('kind', { debited: spend.debitedUsd, refunded: spend.refundedUsd }),
  },
  {
    name: 'refunds_pending',
    type: 'gauge',
    help: 'Failed orders whose money the API has promised to give back; foxload does not see it arrive.',
    labels: [],
    samples: ({ spend }) => optional(spend?.refundsPending ?? null),
  },
  {
    name: 'spend_limit_usd',
    type: 'gauge',
    help: 'The most that the run may spend; absent without a limit.',
    labels: [],
    samples: ({ spend }) => optional(spend?.limitUsd ?? null),
  },
];
