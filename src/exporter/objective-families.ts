import type { MetricFamily } from './metric-family.js';

/** What the service level objectives have seen: the counters are the only input of the alert rules. */
export const objectiveFamilies: readonly MetricFamily[] = [
  {
    name: 'slo_events_total',
    type: 'counter',
    help:
      'Accepted orders that met each objective, and those that did not, counted at the moment that is certain: ' +
      'accepted orders are good, bad or undecided.',
    labels: ['slo', 'result'],
    samples: ({ objectives }) =>
      objectives.flatMap(({ objective: { name: slo }, good, bad }) => [
        { labels: { slo, result: 'good' }, value: good },
        { labels: { slo, result: 'bad' }, value: bad },
      ]),
  },
  {
    name: 'slo_undecided_orders',
    type: 'gauge',
    help: 'Accepted orders that are neither good nor bad for each objective yet.',
    labels: ['slo'],
    samples: ({ objectives }) =>
      objectives.map(({ objective: { name: slo }, undecided }) => ({ labels: { slo }, value: undecided })),
  },
  {
    name: 'slo_objective_ratio',
    type: 'gauge',
    help: 'What share of the orders each objective wants to be good.',
    labels: ['slo'],
    samples: ({ objectives }) =>
      objectives.map(({ objective: { name: slo, ratio } }) => ({ labels: { slo }, value: ratio })),
  },
  {
    name: 'slo_threshold_seconds',
    type: 'gauge',
    help: 'Within what time from its planned instant an order has to be delivered; absent for an objective without one.',
    labels: ['slo'],
    samples: ({ objectives }) =>
      objectives.flatMap(({ objective: { name: slo, withinMs } }) =>
        withinMs === null ? [] : [{ labels: { slo }, value: withinMs / 1000 }],
      ),
  },
  {
    name: 'slo_error_budget_remaining_ratio',
    type: 'gauge',
    help:
      'What share of its error budget each objective has left over its period, as far as this process knows it: ' +
      '1 is untouched, 0 spent, less is overspent.',
    labels: ['slo'],
    samples: ({ objectives }) =>
      objectives.map(({ objective: { name: slo }, budgetRemaining }) => ({
        labels: { slo },
        value: budgetRemaining,
      })),
  },
];
