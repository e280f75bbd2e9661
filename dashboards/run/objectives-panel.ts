import { colours } from '../colours.js';
import type { PanelPlan } from '../dashboard-plan.js';
import { share, sum } from '../promql.js';
import { chosenRun } from '../scope.js';
import { units } from '../units.js';

const { now } = chosenRun;

/** The objectives of the run's own profile, whatever they are, against what they want. */
export const objectivesPanel: PanelPlan = {
  kind: 'time-series',
  title: 'Objectives so far',
  description:
    'Share of good orders for each objective of the profile, over the run so far, and dashed what each wants. Below its dashed line a ' +
    'run like this spends the error budget faster than it lasts. Empty: the profile declares no objectives.',
  unit: units.share,
  max: 1,
  width: 12,
  height: 9,
  dashed: '/ wanted$/',
  colours: { wanted: colours.quiet },
  queries: [
    {
      promql: share(
        sum(now('slo_events_total', 'result="good"'), 'slo'),
        sum(now('slo_events_total'), 'slo'),
      ),
      legend: '{{slo}}',
    },
    { promql: `max by (slo) (${now('slo_objective_ratio')})`, legend: '{{slo}} wanted' },
  ],
};
