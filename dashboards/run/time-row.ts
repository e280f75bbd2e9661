import type { Objective } from '../../src/profile/objective.js';
import type { PanelPlan, RowPlan } from '../dashboard-plan.js';
import { deliveredInTime, deliveryHeatMap, exactPercentiles } from '../orders/delivery-panels.js';
import { type PromisedTime, promisedTimes, timeSteps } from '../promise.js';
import { percentile, sum } from '../promql.js';
import { chosenRun } from '../scope.js';
import { units } from '../units.js';
import { objectivesPanel } from './objectives-panel.js';

const { now, rate } = chosenRun;

function bounds(times: readonly PromisedTime[]): PanelPlan {
  return {
    kind: 'time-series',
    title: 'Percentiles of the run, with bounds',
    description:
      'Exact percentiles over the whole run, and dashed the bounds between which each truly lies, wrong in 5 % of runs at most each. A ' +
      'promise is proven broken when the lower bound has passed it, and proven kept when the upper one stays below. No bound yet: too ' +
      'few orders (p95 needs 59, p99 299).',
    unit: units.seconds,
    min: 0,
    width: 12,
    height: 9,
    steps: timeSteps(times),
    stepLines: true,
    dashed: '/bound/',
    queries: [
      {
        promql: now('order_delivery_percentile_seconds', 'window="run"'),
        legend: 'p{{percentile}} {{instance}}',
      },
      {
        promql: now('order_delivery_percentile_bound_seconds'),
        legend: 'p{{percentile}} {{bound}} bound {{instance}}',
      },
    ],
  };
}

const orders: PanelPlan = {
  kind: 'time-series',
  title: 'Orders behind the percentiles',
  description:
    'How many orders each window of percentiles rests on: the fewer, the more its percentiles jump. Undelivered ones rising: those are ' +
    'counted as later than the deadline, see How orders ended.',
  unit: units.count,
  min: 0,
  width: 12,
  height: 9,
  queries: [
    { promql: sum(now('order_window_orders'), 'window', 'status'), legend: '{{status}}, {{window}}' },
  ],
};

const answers: PanelPlan = {
  kind: 'time-series',
  title: 'Answer time of create calls, p95 by code',
  description:
    'How long 95 of 100 create calls took, retries included, by what they were answered with; read from buckets, so between two edges ' +
    'it is a guess. 2xx up: the API is slow to take orders. error or 5xx: it gives up or can not be reached.',
  unit: units.seconds,
  min: 0,
  width: 12,
  height: 9,
  queries: [
    {
      promql: percentile(
        0.95,
        sum(rate('order_answer_seconds_bucket'), 'le', 'code'),
        sum(rate('order_answer_seconds_count'), 'code'),
        'code',
      ),
      legend: '{{code}}',
    },
  ],
};

const answerRates: PanelPlan = {
  kind: 'time-series',
  title: 'Create calls by code',
  description:
    'Create calls by what they were finally answered with. 402: top the balance up. 409: out of stock. 429: lower the rate. 5xx and ' +
    'error: the API is in trouble; an order behind such an answer may exist all the same.',
  unit: units.callsPerSecond,
  min: 0,
  width: 12,
  height: 9,
  queries: [{ promql: sum(rate('order_answer_seconds_count'), 'code'), legend: '{{code}}' }],
};

const fromSend: PanelPlan = {
  kind: 'time-series',
  title: 'Mean delivery time, from plan and from send',
  description:
    'Mean time of delivered orders from the planned instant and from the actual send. Apart: orders leave late, so it is this machine or ' +
    'its connections that are slow, see the harness dashboard. Together: it is the API.',
  unit: units.seconds,
  min: 0,
  width: 12,
  height: 9,
  queries: [
    { promql: mean('order_delivery_seconds'), legend: 'from the planned instant' },
    { promql: mean('order_service_seconds'), legend: 'from the send' },
  ],
};

/** The mean of what a histogram counted lately; its sum is exact. */
function mean(histogram: string): string {
  return `${sum(rate(`${histogram}_sum`))} / (${sum(rate(`${histogram}_count`))} > 0)`;
}

/** How long everything takes. */
export function timeRow(objectives: readonly Objective[]): RowPlan {
  const times = promisedTimes(objectives);
  return {
    title: 'Times',
    panels: [
      exactPercentiles(chosenRun, '1m', times),
      bounds(times),
      ...(times.length === 0 ? [] : [deliveredInTime(chosenRun, times)]),
      objectivesPanel,
      deliveryHeatMap(chosenRun),
      orders,
      answers,
      answerRates,
      fromSend,
    ],
  };
}
