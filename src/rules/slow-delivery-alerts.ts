import { formatDuration } from '../profile/duration.js';
import type { Objective } from '../profile/objective.js';
import { formatShare } from '../profile/share.js';
import { type AlertDraft, whichService } from './alert.js';
import { decimal } from './decimal.js';
import { falseAlarmChance } from './least-events.js';
import { sloSeries, unlessInvalid } from './slo-series.js';

const hourMs = 3_600_000;
/** Fewer late orders than this are told of by no alert, however few orders there were. */
const leastLate = 3;

/**
 * The alert that a percentile of the delivery, such as the p95, lay beyond its threshold in the last hour: more orders were late than
 * the objective allows, and chance explains that in at most one window of a thousand. None for an objective without a time.
 */
export function slowDeliveryAlerts(objective: Objective): AlertDraft[] {
  const { name: slo, text, ratio, withinMs } = objective;
  if (withinMs === null) return [];
  const percentile = `p${decimal(100 * ratio)}`;
  return [
    {
      alert: 'FoxloadDeliveryTooSlow',
      severity: 'ticket',
      about: 'service_level',
      expr: unlessInvalid(moreThanChance(slo, decimal(1 - ratio))),
      for: '5m',
      labels: { slo, percentile },
      summary: `${whichService}: the ${percentile} of the delivery is beyond ${formatDuration(withinMs)}`,
      description:
        `{{ $value | humanizePercentage }} of the orders decided in the last hour were not delivered within ${formatDuration(withinMs)}, ` +
        `and ${formatShare(decimal(1 - ratio))} may be ("${text}"). Chance alone explains that at most once in a thousand hours.`,
    },
  ];
}

/**
 * More bad orders than chance explains, of a service that is exactly as good as promised: n·KL(found ‖ promised) is above ln 1000
 * (Chernoff's bound, see `leastEvents`; it errs on the quiet side). Unlike a fixed threshold it asks for much where orders are few.
 */
function moreThanChance(slo: string, budget: number): string {
  const bad = `${sloSeries.errorRatio(hourMs)}{slo="${slo}"}`;
  const events = `${sloSeries.events(hourMs)}{slo="${slo}"}`;
  const evidence = decimal(Math.log(1 / falseAlarmChance));
  return [
    `${bad} > ${budget}`,
    'and',
    `${bad} * ${events} > ${leastLate - 0.5}`,
    'and',
    `${events} * (`,
    `    ${bad} * ln(${bad} / ${budget})`,
    // Where every order is bad, 0 · ln 0 would be no number.
    `  + (1 - ${bad}) * ln(clamp_min(1 - ${bad}, 1e-9) / ${decimal(1 - budget)})`,
    `) > ${evidence}`,
  ].join('\n');
}
