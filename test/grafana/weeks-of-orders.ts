/** A stretch of time in which so many of each five minutes' thirty orders were bad. */
interface Stretch {
  readonly minutes: number;
  readonly bad: number;
}

const stepMinutes = 5;
/** Six orders a minute, as canaries are sent. */
const ordersPerStep = 30;
const hours = 60;
const days = 24 * hours;

/**
 * Thirty days of canary orders, the oldest first: nothing is bad but for two days in which a tenth of the orders is, which end ten
 * days before the end, and for the last two hours, in which all are.
 */
const story: readonly Stretch[] = [
  { minutes: 18 * days, bad: 0 },
  { minutes: 2 * days, bad: 3 },
  { minutes: 10 * days - 2 * hours, bad: 0 },
  { minutes: 2 * hours, bad: ordersPerStep },
];

/** How many orders of each kind there were at the end of each step so far. */
function totals(): { good: number; bad: number }[] {
  const all = [{ good: 0, bad: 0 }];
  let [good, bad] = [0, 0];
  for (const stretch of story) {
    for (let minute = 0; minute < stretch.minutes; minute += stepMinutes) {
      good += ordersPerStep - stretch.bad;
      bad += stretch.bad;
      all.push({ good, bad });
    }
  }
  return all;
}

/** The story as OpenMetrics text that ends at `endS`, told by every objective alike. */
export function weeksOfOrders(objectives: readonly string[], endS: number): string {
  const labels = 'environment="production",job="canary",instance="canary:9464"';
  const steps = totals();
  const atS = (step: number) => endS - (steps.length - 1 - step) * stepMinutes * 60;
  const events = objectives.flatMap((slo) =>
    (['good', 'bad'] as const).flatMap((result) =>
      steps.map(
        (total, step) =>
          `foxload_slo_events_total{${labels},slo="${slo}",result="${result}"} ${total[result]} ${atS(step)}`,
      ),
    ),
  );
  return [
    '# TYPE foxload_slo_events counter',
    ...events,
    '# TYPE foxload_run_info gauge',
    ...steps.map(
      (_, step) =>
        `foxload_run_info{${labels},run_id="canary-1",profile="canary",mode="monitor"} 1 ${atS(step)}`,
    ),
    '# EOF',
    '',
  ].join('\n');
}
