import { formatDuration } from '../../src/profile/duration.js';
import type { Objective } from '../../src/profile/objective.js';
import { colours, goodFrom } from '../colours.js';
import type { PanelPlan, RowPlan } from '../dashboard-plan.js';
import { serviceName } from '../scope.js';
import { units } from '../units.js';
import { budgetSteps } from './budget-steps.js';
import { alertsInWords, burnSteps, burnWindowsMs } from './burn-windows.js';
import { type ObjectiveFigures, objectiveFigures } from './objective-figures.js';

/** What a good order of the objective is, for a person. */
function goodOrder({ withinMs }: Objective): string {
  return withinMs === null
    ? 'An order is good when it is delivered at all'
    : `An order is good when its delivered webhook arrived within ${withinMs / 1000} s of its planned instant`;
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(10))} %`;
}

function kept(objective: Objective, figures: ObjectiveFigures): PanelPlan {
  return {
    kind: 'stat',
    title: `${objective.name}: kept over ${figures.period}`,
    description:
      `${goodOrder(objective)}; ${percent(objective.ratio)} are promised. Below that the promise is broken over the whole period: ` +
      'see under Burn rate when it happened, then at that time under Delivery times and Failures what.',
    unit: units.share,
    decimals: 2,
    width: 4,
    height: 7,
    steps: goodFrom(objective.ratio),
    queries: [{ promql: figures.kept(), legend: serviceName, instant: true }],
  };
}

function budgetLeft(objective: Objective, figures: ObjectiveFigures): PanelPlan {
  return {
    kind: 'gauge',
    title: `${objective.name}: error budget left`,
    description:
      `What is left of the ${percent(figures.budget)} of orders that may be bad over ${figures.period}. ` +
      'Below a quarter: no risky changes until it has recovered. At 0 or below the promise is broken: tell those whom it was made to.',
    unit: units.share,
    decimals: 1,
    min: 0,
    max: 1,
    width: 4,
    height: 7,
    steps: budgetSteps,
    queries: [{ promql: figures.budgetRemaining(), legend: serviceName, instant: true }],
  };
}

function budgetOverTime(objective: Objective, figures: ObjectiveFigures): PanelPlan {
  return {
    kind: 'time-series',
    title: `${objective.name}: error budget over time`,
    description:
      'How the budget was spent. A cliff is an outage: look for what changed there. A steady slope is a provider that is always a bit ' +
      `too slow or too faulty: talk to them. It rises as bad orders become older than ${figures.period}. Without foxload's rules in Prometheus, ` +
      'or for one instance, it is what each process knows by itself.',
    unit: units.share,
    max: 1,
    width: 8,
    height: 7,
    steps: budgetSteps,
    stepLines: true,
    queries: [{ promql: figures.budgetOverTime(), legend: `left ${serviceName}` }],
  };
}

function burnRates(objective: Objective, figures: ObjectiveFigures): PanelPlan {
  return {
    kind: 'time-series',
    title: `${objective.name}: burn rate`,
    description:
      `How fast the budget is being spent: 1 spends it in exactly ${figures.period}, and ${Number((1 / figures.budget).toPrecision(3))} is ` +
      `the most there can be, when every order is bad. ${alertsInWords(objective)} Short and long windows both high: it is happening now, act. ` +
      'Only the long ones: it is over.',
    unit: units.times,
    decimals: 2,
    min: 0,
    width: 8,
    height: 7,
    steps: burnSteps(objective),
    stepLines: true,
    queries: burnWindowsMs(objective).map((windowMs) => ({
      promql: figures.burnRate(windowMs),
      legend: `${formatDuration(windowMs)} ${serviceName}`,
    })),
  };
}

function orders(objective: Objective, figures: ObjectiveFigures): PanelPlan {
  return {
    kind: 'time-series',
    title: `${objective.name}: good and bad orders`,
    description:
      'Orders that were decided, each counted once: good on its delivery, bad when it ended otherwise or as soon as its threshold ' +
      'passed. Nothing at all: no orders are made, or foxload is not being scraped. Bad ones: see Failures and Delivery times below.',
    unit: units.ordersPerSecond,
    min: 0,
    width: 16,
    height: 6,
    stacked: true,
    colours: { good: colours.good, bad: colours.bad },
    queries: [
      { promql: figures.rate('good'), legend: `good ${serviceName}` },
      { promql: figures.rate('bad'), legend: `bad ${serviceName}` },
    ],
  };
}

function undecided(objective: Objective, figures: ObjectiveFigures): PanelPlan {
  return {
    kind: 'time-series',
    title: `${objective.name}: undecided orders`,
    description:
      'Accepted orders that are neither good nor bad yet. A level that fits the rate is right. A climb: orders hang, and will turn bad when ' +
      `${objective.withinMs === null ? 'their deadline' : 'their threshold'} passes; see Silence, whether webhooks still come.`,
    unit: units.count,
    min: 0,
    width: 8,
    height: 6,
    queries: [{ promql: figures.undecided(), legend: serviceName }],
  };
}

/** Everything about one objective. */
export function objectiveRow(objective: Objective): RowPlan {
  const figures = objectiveFigures(objective);
  return {
    title: objective.text.replace(/^./, (first) => first.toUpperCase()),
    panels: [kept, budgetLeft, budgetOverTime, burnRates, orders, undecided].map((panel) =>
      panel(objective, figures),
    ),
  };
}
