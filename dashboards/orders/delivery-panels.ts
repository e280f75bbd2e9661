import type { PanelPlan } from '../dashboard-plan.js';
import { type PromisedTime, percentOf, timeSteps, timesInWords } from '../promise.js';
import { share, sum, upTo } from '../promql.js';
import type { Scope } from '../scope.js';
import { units } from '../units.js';

/** The exact percentiles of a window. Each process has its own: what they would be together can't be told from them. */
export function exactPercentiles(
  { now }: Scope,
  window: '1m' | '5m',
  times: readonly PromisedTime[],
): PanelPlan {
  return {
    kind: 'time-series',
    title: `Delivery time, last ${window.replace('m', ' min')}`,
    description:
      'Exact percentiles from the planned instant to the webhook, undelivered orders counted as late. ' +
      `${timesInWords(times)} A gap means that no order was decided; the value of the deadline means later than it. ` +
      'All up: the supplier or the API is slow. Only p99 up: a part of the orders is stuck.',
    unit: units.seconds,
    min: 0,
    width: 12,
    height: 9,
    steps: timeSteps(times),
    stepLines: true,
    queries: [
      {
        promql: now('order_delivery_percentile_seconds', `window="${window}"`),
        legend: 'p{{percentile}} {{instance}}',
      },
    ],
  };
}

/** How many orders took how long: sees two humps where percentiles see one line. */
export function deliveryHeatMap({ increase }: Scope): PanelPlan {
  return {
    kind: 'heat-map',
    title: 'Delivery times of delivered orders',
    description:
      'How many orders were delivered within which time, by the buckets of the histogram. Two bands: some SKUs or suppliers are slower ' +
      'than others. A band that climbs: a queue grows. Orders that never arrive are not here, see How orders ended.',
    unit: units.seconds,
    width: 12,
    height: 9,
    queries: [
      { promql: sum(increase('order_delivery_seconds_bucket', '$__rate_interval'), 'le'), legend: '{{le}}' },
    ],
  };
}

/** The share of orders that came in time, by the promised times. */
export function deliveredInTime({ rate }: Scope, times: readonly PromisedTime[]): PanelPlan {
  return {
    kind: 'time-series',
    title: 'Delivered in time',
    description:
      'Share of the orders decided now, failed ones aside, that were delivered within the promised times. Promised are ' +
      `${times.map(({ ratio, withinS }) => `${percentOf(ratio)} % within ${withinS} s`).join(', ')}. ` +
      'Undelivered orders lower it when their deadline has passed, not before; the error budgets count them at once.',
    unit: units.share,
    min: 0,
    max: 1,
    width: 12,
    height: 9,
    queries: times.map(({ withinS }) => ({
      promql: share(
        sum(rate('order_delivery_seconds_bucket', upTo(withinS))),
        sum(rate('orders_completed_total', 'outcome!="failed"')),
      ),
      legend: `within ${withinS} s`,
    })),
  };
}
