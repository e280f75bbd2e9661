import type { Objective } from '../../src/profile/objective.js';
import { badFrom } from '../colours.js';
import type { PanelPlan, RowPlan } from '../dashboard-plan.js';
import { deliveryHeatMap, exactPercentiles } from '../orders/delivery-panels.js';
import { promisedTimes } from '../promise.js';
import { everyRun, processName } from '../scope.js';
import { units } from '../units.js';

/** The percentiles that foxload computes. */
const percentiles = ['50', '95', '99'] as const;

function newestPercentile(percentile: string, promisedS: number | null): PanelPlan {
  return {
    kind: 'stat',
    title: `p${percentile} of the last 5 min`,
    description:
      `${percentile} of 100 orders decided in the last five minutes were delivered by then; the value of the deadline means later than ` +
      `it. ${promisedS === null ? 'Nothing is promised of it.' : `Promised: ${promisedS} s.`} Each process has its own, since such ` +
      'figures have no sum and no mean. Nothing here: no order was decided.',
    unit: units.seconds,
    decimals: 1,
    width: 8,
    height: 4,
    ...(promisedS === null ? {} : { steps: badFrom(promisedS) }),
    queries: [
      {
        promql: everyRun.now(
          'order_delivery_percentile_seconds',
          'window="5m"',
          `percentile="${percentile}"`,
        ),
        legend: processName,
      },
    ],
  };
}

/** How long deliveries take. */
export function deliveryRow(objectives: readonly Objective[]): RowPlan {
  const times = promisedTimes(objectives);
  const promised = (percentile: string) =>
    times.find((time) => time.percentile === `p${percentile}`)?.withinS ?? null;
  return {
    title: 'Delivery times',
    panels: [
      ...percentiles.map((percentile) => newestPercentile(percentile, promised(percentile))),
      deliveryHeatMap(everyRun),
      exactPercentiles(everyRun, '5m', times),
    ],
  };
}
