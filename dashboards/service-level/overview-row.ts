import type { Objective } from '../../src/profile/objective.js';
import type { PanelPlan, RowPlan } from '../dashboard-plan.js';
import { firingAlerts } from '../firing-alerts.js';
import { promisedSuccess, promisedTimes } from '../promise.js';
import { serviceName } from '../scope.js';
import { units } from '../units.js';
import { budgetSteps } from './budget-steps.js';
import { objectiveFigures } from './objective-figures.js';
import { acceptedLately, deliveredLately, lastWebhook, oldestOrder } from './overview-figures.js';

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

/** Whether the promise is kept, at a glance. */
export function overviewRow(objectives: readonly Objective[]): RowPlan {
  return {
    title: 'Is the promise kept?',
    panels: [
      budgets(objectives),
      alerts,
      deliveredLately(promisedSuccess(objectives)),
      acceptedLately,
      lastWebhook,
      oldestOrder(promisedTimes(objectives)),
    ],
  };
}
