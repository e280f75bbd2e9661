import { badFrom, goodFrom, neutral } from '../colours.js';
import type { PanelPlan } from '../dashboard-plan.js';
import { type PromisedTime, percentOf, timesInWords } from '../promise.js';
import { share, sum } from '../promql.js';
import { everyRun, service, serviceName } from '../scope.js';
import { units } from '../units.js';

/** How many of the orders that ended lately were delivered. */
export function deliveredLately(promised: number | null): PanelPlan {
  return {
    kind: 'stat',
    title: 'Delivered, last hour',
    description:
      `Delivered orders among those that ended in the last hour; ${promised === null ? 'nothing' : `${percentOf(promised)} %`} is promised of it. ` +
      'When it falls: see Failures for the reasons.',
    unit: units.share,
    decimals: 2,
    width: 6,
    height: 4,
    ...(promised === null ? {} : { steps: goodFrom(promised) }),
    queries: [
      {
        promql: share(
          sum(everyRun.increase('orders_completed_total', '1h', 'outcome="delivered"'), ...service),
          sum(everyRun.increase('orders_completed_total', '1h'), ...service),
        ),
        legend: serviceName,
        instant: true,
      },
    ],
  };
}

/** How many orders there were at all. */
export const acceptedLately: PanelPlan = {
  kind: 'stat',
  title: 'Accepted orders, last hour',
  description:
    'What all figures of the last hour rest on. A handful proves little. None: no orders are made, or the API refuses all of them, ' +
    'see Refused and not sent.',
  unit: units.count,
  decimals: 0,
  width: 6,
  height: 4,
  steps: neutral,
  queries: [
    {
      promql: sum(everyRun.increase('orders_accepted_total', '1h'), ...service),
      legend: serviceName,
      instant: true,
    },
  ],
};

/** Whether webhooks come at all. */
export const lastWebhook: PanelPlan = {
  kind: 'stat',
  title: 'Last webhook',
  description:
    'How long ago the newest authentic webhook arrived. Growing while orders are in flight: nothing comes through, so check the ' +
    'webhook address before the deadline turns the open orders into timeouts.',
  unit: units.seconds,
  decimals: 0,
  width: 6,
  height: 4,
  steps: neutral,
  queries: [
    {
      promql: `time() - max by (${service.join(', ')}) (${everyRun.now('last_webhook_timestamp_seconds')})`,
      legend: serviceName,
    },
  ],
};

/** The API's own time limit for orders, unless it is told otherwise: the guides' five minutes. */
const orderTimeoutS = 300;

/** Whether orders hang. */
export function oldestOrder(times: readonly PromisedTime[]): PanelPlan {
  const slowestS = times.at(-1)?.withinS;
  return {
    kind: 'stat',
    title: 'Oldest open order',
    description:
      `Age of the oldest accepted order without an end. ${timesInWords(times)} From ${orderTimeoutS} s on, unless the profile says otherwise, it ` +
      'times out: look at Silence, whether webhooks still come. Nothing here while no order is open.',
    unit: units.seconds,
    decimals: 0,
    width: 6,
    height: 4,
    steps: badFrom(orderTimeoutS, slowestS),
    noValue: 'none open',
    queries: [
      {
        promql: `time() - min by (${service.join(', ')}) (${everyRun.now('oldest_in_flight_order_timestamp_seconds')})`,
        legend: serviceName,
      },
    ],
  };
}
