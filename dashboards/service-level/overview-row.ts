import type { Objective } from '../../src/profile/objective.js';
import { badFrom, goodFrom, neutral } from '../colours.js';
import type { PanelPlan, RowPlan } from '../dashboard-plan.js';
import { firingAlerts } from '../firing-alerts.js';
import { share, sum } from '../promql.js';
import { everyRun, service, serviceName } from '../scope.js';
import { units } from '../units.js';
import { budgetSteps } from './budget-steps.js';
import { objectiveFigures } from './objective-figures.js';

function budgets(objectives: readonly Objective[]): PanelPlan {
  return {
    kind: 'bar-gauge',
    title: 'Error budget left, by objective',
    description:
      'What is left of the orders that may be bad, over the period of each objective. A red bar is a broken promise, an orange one is ' +
      'a promise that needs care: go to its row below.',
    unit: units.share,
    decimals: 1,
    min: 0,
    max: 1,
    width: 12,
    height: 8,
    steps: budgetSteps,
    queries: objectives.map((objective) => ({
      promql: objectiveFigures(objective).budgetRemaining(),
      legend: `${objective.text} ${serviceName}`,
      instant: true,
    })),
  };
}

const alerts: PanelPlan = {
  kind: 'table',
  title: 'Firing alerts',
  description:
    'Alerts of foxload that fire now, if Prometheus has its rules. Follow the name to the runbook, which says what each means, whom it ' +
    'hurts and what to do first. Where one says that the measurement is invalid, mend that before you believe any other.',
  unit: units.none,
  width: 12,
  height: 8,
  noValue: 'none',
  columns: { alertname: 'Alert', severity: 'Severity', slo: 'Objective', environment: 'Environment' },
  link: {
    column: 'alertname',
    title: 'What to do',
    url: '$' + '{runbook:raw}#$' + '{__value.raw}',
  },
  queries: [{ ...firingAlerts, legend: '{{alertname}}', instant: true }],
};

const success: PanelPlan = {
  kind: 'stat',
  title: 'Delivered, last hour',
  description:
    'Delivered orders among those that ended in the last hour; 95 % is promised. Below it: see Failures for the reasons.',
  unit: units.share,
  decimals: 2,
  width: 6,
  height: 4,
  steps: goodFrom(0.95),
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

const accepted: PanelPlan = {
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

const silence: PanelPlan = {
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

const oldest: PanelPlan = {
  kind: 'stat',
  title: 'Oldest open order',
  description:
    'Age of the oldest accepted order without an end. From 90 s on it is slower than 99 of 100 are promised to be; from 5 min on, unless ' +
    'the profile says otherwise, it times out. Nothing here while no order is open.',
  unit: units.seconds,
  decimals: 0,
  width: 6,
  height: 4,
  steps: badFrom(300, 90),
  noValue: 'none open',
  queries: [
    {
      promql: `time() - min by (${service.join(', ')}) (${everyRun.now('oldest_in_flight_order_timestamp_seconds')})`,
      legend: serviceName,
    },
  ],
};

/** Whether the promise is kept, at a glance. */
export function overviewRow(objectives: readonly Objective[]): RowPlan {
  return {
    title: 'Is the promise kept?',
    panels: [budgets(objectives), alerts, success, accepted, silence, oldest],
  };
}
