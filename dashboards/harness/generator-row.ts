import { badFrom } from '../colours.js';
import type { PanelPlan, RowPlan } from '../dashboard-plan.js';
import { sum } from '../promql.js';
import { everyRun, processName } from '../scope.js';
import { units } from '../units.js';

const { now } = everyRun;

const saturated: PanelPlan = {
  kind: 'stat',
  title: 'Processes at fault',
  description:
    'How many processes were too slow themselves at some time of their run, so that it is invalid: nothing that they measured is evidence. ' +
    'See below which resource, lower the rate or use a bigger machine, and run again.',
  unit: units.count,
  decimals: 0,
  width: 6,
  height: 8,
  steps: badFrom(1),
  queries: [{ promql: sum(now('generator_saturated')), legend: 'at fault' }],
};

const saturation: PanelPlan = {
  kind: 'time-series',
  title: 'Saturation by resource',
  description:
    'How near each resource of the measuring process is to its limit, 1 being there. event_loop, receiver, send_lag past 1: the run is ' +
    'invalid. in_flight at 1: due orders are not sent; raise load.maxInFlight. cpu at 1: one core is busy all the time, the others follow soon.',
  unit: units.share,
  min: 0,
  width: 18,
  height: 8,
  steps: badFrom(1, 0.5),
  stepLines: true,
  queries: [{ promql: now('generator_saturation_ratio'), legend: `{{resource}} ${processName}` }],
};

/** Whether the machine keeps up. */
export const generatorRow: RowPlan = { title: 'Does the machine keep up?', panels: [saturated, saturation] };
