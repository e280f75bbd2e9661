import type { PanelPlan, RowPlan } from '../dashboard-plan.js';
import { sum } from '../promql.js';
import { chosenRun } from '../scope.js';
import { units } from '../units.js';

const { now, rate } = chosenRun;
const size = { width: 12, height: 8, min: 0 } as const;

const rates: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Orders a second',
  description:
    'What the schedule wants, what was due, what left and what the API took. Sent below planned: this machine or the in-flight limit ' +
    'holds orders back, see Refused and not sent. Accepted below sent: see the refusals. The closed model has no schedule: it wants 0.',
  unit: units.ordersPerSecond,
  dashed: '/^wanted$/',
  queries: [
    { promql: sum(now('target_orders_per_second')), legend: 'wanted' },
    { promql: sum(rate('orders_planned_total')), legend: 'planned' },
    { promql: sum(rate('orders_sent_total')), legend: 'sent' },
    { promql: sum(rate('orders_accepted_total')), legend: 'accepted' },
  ],
};

const totals: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Orders so far',
  description:
    'The ledger of the run as it grows: planned = sent + not sent, sent = accepted + refused + calls without an answer yet, accepted = ended + in ' +
    'flight. Lines that stay apart after the drain are orders without an end; the report lists them.',
  unit: units.count,
  queries: [
    { promql: sum(now('orders_planned_total')), legend: 'planned' },
    { promql: sum(now('orders_sent_total')), legend: 'sent' },
    { promql: sum(now('orders_accepted_total')), legend: 'accepted' },
    { promql: sum(now('orders_completed_total')), legend: 'ended' },
    { promql: sum(now('orders_refused_total')), legend: 'refused' },
    { promql: sum(now('orders_dropped_total')), legend: 'not sent' },
  ],
};

const inFlight: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'In flight',
  description:
    'Accepted orders without an end, by the last state seen. A steady climb at a steady rate means that orders come in faster than ' +
    'they are delivered: the rate is above the capacity, so lower it, or search the limit with foxload capacity.',
  unit: units.count,
  stacked: true,
  queries: [{ promql: sum(now('orders_in_flight'), 'state'), legend: '{{state}}' }],
};

const spend: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Spend',
  description:
    'What accepted orders cost, what came back, and the limit of the profile. At the limit no more orders leave: they are counted as not ' +
    'sent, reason spend. Raise limits.spend if that was not meant.',
  unit: units.usd,
  dashed: '/^limit$/',
  queries: [
    { promql: sum(now('spend_usd_total'), 'kind'), legend: '{{kind}}' },
    {
      promql: sum(now('spend_limit_usd')),
      legend: 'limit',
      mayBeEmpty: 'a profile without limits.spend has no limit',
    },
  ],
};

/** What is asked of the API. */
export const loadRow: RowPlan = { title: 'Load', panels: [rates, totals, inFlight, spend] };
