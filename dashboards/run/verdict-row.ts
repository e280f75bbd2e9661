import type { Objective } from '../../src/profile/objective.js';
import { badFrom, colours, goodFrom, neutral } from '../colours.js';
import type { PanelPlan, RowPlan } from '../dashboard-plan.js';
import { promisedSuccess, promisedTimes } from '../promise.js';
import { share, sum } from '../promql.js';
import { chosenRun } from '../scope.js';
import { units } from '../units.js';

const { now, last } = chosenRun;
const small = { width: 4, height: 4 } as const;

const verdict: PanelPlan = {
  ...small,
  kind: 'stat',
  show: 'name',
  title: 'Verdict so far',
  description:
    'What the run would come to if it ended now; final when the phase is done. inconclusive: too few orders to decide, go on or make ' +
    'more. fail: see below which budget. invalid: this machine was at fault, nothing else on this page counts; see the harness dashboard. None ' +
    'where real orders are only watched.',
  unit: units.none,
  steps: neutral,
  colours: { pass: colours.good, fail: colours.bad, inconclusive: colours.warning, invalid: 'purple' },
  noValue: 'none',
  queries: [{ promql: `max by (verdict) (${last('verdict')} == 1)`, legend: '{{verdict}}', instant: true }],
};

const phase: PanelPlan = {
  ...small,
  kind: 'stat',
  show: 'name',
  title: 'Phase',
  description:
    'What the run is doing. In drain no new order leaves, and the figures still move as open orders end; read them when it says done.',
  unit: units.none,
  steps: neutral,
  queries: [{ promql: `max by (phase) (${last('run_phase')} == 1)`, legend: '{{phase}}', instant: true }],
};

const run: PanelPlan = {
  ...small,
  kind: 'stat',
  show: 'name',
  title: 'Run',
  description:
    'The run that is shown, by its profile and its id: the name of its folder under reports/, where its report is once it is over. ' +
    'Several here: choose one at the top of the page, or their figures are mixed.',
  unit: units.none,
  steps: neutral,
  queries: [
    {
      promql: `max by (profile, run_id) (${now('run_info')})`,
      legend: '{{profile}} {{run_id}}',
    },
  ],
};

function success(promised: number | null): PanelPlan {
  return {
    ...small,
    kind: 'stat',
    title: 'Delivered',
    description:
      'Delivered orders among all whose end is known. Below what is promised: look at the failures by reason and at the missing webhooks.',
    unit: units.share,
    decimals: 2,
    ...(promised === null ? {} : { steps: goodFrom(promised) }),
    queries: [
      {
        promql: share(
          sum(now('orders_completed_total', 'outcome="delivered"')),
          sum(now('orders_completed_total')),
        ),
        legend: 'delivered',
      },
    ],
  };
}

/** A percentile of the whole run, of the last promised time. */
function lastPercentile(objectives: readonly Objective[]): PanelPlan {
  const promisedS = promisedTimes(objectives).find(({ percentile }) => percentile === 'p99')?.withinS;
  return {
    ...small,
    kind: 'stat',
    title: 'p99 of the run',
    description:
      '99 of 100 orders were delivered by then; the value of the deadline means later than the deadline. Each process has its own, ' +
      'and they are never averaged. Past the promise: see in the percentiles with bounds whether that is proven already.',
    unit: units.seconds,
    ...(promisedS === undefined ? {} : { steps: badFrom(promisedS) }),
    queries: [
      {
        promql: now('order_delivery_percentile_seconds', 'window="run"', 'percentile="99"'),
        legend: '{{instance}}',
      },
    ],
  };
}

const oldest: PanelPlan = {
  ...small,
  kind: 'stat',
  title: 'Oldest open order',
  description:
    'Age of the oldest accepted order without an end. Near the deadline of the profile orders are about to time out: look at Silence, ' +
    'whether webhooks still come. Nothing here while no order is open.',
  unit: units.seconds,
  decimals: 0,
  noValue: 'none open',
  steps: neutral,
  queries: [{ promql: `time() - min(${now('oldest_in_flight_order_timestamp_seconds')})`, legend: 'oldest' }],
};

/** How the run stands. */
export function verdictRow(objectives: readonly Objective[]): RowPlan {
  return {
    title: 'How does the run stand?',
    panels: [verdict, phase, run, success(promisedSuccess(objectives)), lastPercentile(objectives), oldest],
  };
}
