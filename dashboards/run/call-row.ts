import { badFrom } from '../colours.js';
import type { PanelPlan, RowPlan } from '../dashboard-plan.js';
import { sum } from '../promql.js';
import { chosenRun } from '../scope.js';
import { units } from '../units.js';

const { now, rate } = chosenRun;
const size = { width: 12, height: 7, min: 0 } as const;

const replays: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Keys used again',
  description:
    'Orders sent twice on purpose under one idempotency key, by what came of it. different_order must stay 0: anything else means that a ' +
    'retry can be charged twice, so stop and report it to the provider. conflict: the API was still at work on the first, which is right.',
  unit: units.count,
  queries: [{ promql: sum(now('idempotency_replays_total'), 'result'), legend: '{{result}}' }],
};

const differentOrders: PanelPlan = {
  ...size,
  kind: 'stat',
  title: 'Second orders for one key',
  description:
    'Keys under which the API made more than one order. Must be 0: otherwise every retry can be charged twice. Stop the run, keep its ' +
    'folder, and report it to the provider; foxload idempotency shows in which cases.',
  unit: units.count,
  decimals: 0,
  steps: badFrom(1),
  queries: [
    { promql: sum(now('idempotency_replays_total', 'result="different_order"')), legend: 'second orders' },
  ],
};

const retries: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Retries of create calls',
  description:
    'Create calls tried again under the same key, by why the attempt before failed, and those given up. Some at a start or a deployment ' +
    'are normal. Steady ones: the API or the way to it fails. Given up: such an order may exist, see the report.',
  unit: units.callsPerSecond,
  queries: [
    { promql: sum(rate('api_retries_total'), 'operation', 'cause'), legend: '{{operation}}: {{cause}}' },
    { promql: sum(rate('api_retries_exhausted_total'), 'operation'), legend: '{{operation}}: given up' },
  ],
};

const polls: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Status calls',
  description:
    'Times the API was asked what became of an order whose webhook had not come, by what it told, and those held back because an order ' +
    'may be asked for every 5 s only. Many: webhooks are late or lost. error: the status calls fail too.',
  unit: units.callsPerSecond,
  queries: [
    { promql: sum(rate('api_polls_total'), 'result'), legend: '{{result}}' },
    { promql: sum(rate('api_polls_deferred_total')), legend: 'held back' },
  ],
};

const refunds: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Refunds pending',
  description:
    'Failed orders whose money the API has promised to give back. foxload does not see it arrive: compare with the balance an hour after ' +
    'the run, and claim what is missing.',
  unit: units.count,
  queries: [{ promql: sum(now('refunds_pending')), legend: 'refunds' }],
};

/** Calls that are made again, and what they cost. */
export const callRow: RowPlan = {
  title: 'Calls and money',
  panels: [replays, differentOrders, retries, polls, refunds],
};
