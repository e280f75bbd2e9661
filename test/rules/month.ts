/** Good and bad orders of a step of five minutes. */
export interface Step {
  readonly good: number;
  readonly bad: number;
}

export const stepS = 300;
export const stepsPerHour = 12;
export const stepsPerDay = 24 * stepsPerHour;
/** A month, and one step to begin with. */
export const monthSteps = 30 * stepsPerDay;

/** Slow for two days, 8 % bad; down for forty minutes; sound otherwise, 2 % bad; from midnight to six nobody orders. */
export const slowDays = [10, 12] as const;
export const outageStart = 25 * stepsPerDay + 13 * stepsPerHour;
const outageSteps = 8;
const ordersPerStep = 50;

/** What is decided in the step that ends at `index`. */
export function monthStep(index: number): Step {
  const hour = Math.floor((index % stepsPerDay) / stepsPerHour);
  const day = index / stepsPerDay;
  if (hour < 6) return { good: 0, bad: 0 };
  if (index > outageStart && index <= outageStart + outageSteps) return { good: 0, bad: ordersPerStep };
  const bad = day >= slowDays[0] && day < slowDays[1] ? 4 : 1;
  return { good: ordersPerStep - bad, bad };
}

/** Adds the steps from `after` (not included) to `until`. */
export function monthSum(after: number, until: number): Step {
  let [good, bad] = [0, 0];
  for (let index = after + 1; index <= until; index += 1) {
    const step = monthStep(index);
    good += step.good;
    bad += step.bad;
  }
  return { good, bad };
}

/** On this day the second instance starts anew, and counts from zero. */
const restartAt = 18 * stepsPerDay;

/** Half of the orders each, told by two instances: as OpenMetrics text whose last sample is at `endS`. */
export function monthOpenMetrics(slos: readonly string[], endS: number): string {
  const lines = ['# TYPE foxload_slo_events counter'];
  for (const instance of ['one', 'two'] as const) {
    for (const slo of slos) {
      for (const result of ['good', 'bad'] as const) lines.push(...samples(instance, slo, result, endS));
    }
  }
  return [...lines, '# EOF', ''].join('\n');
}

function samples(instance: 'one' | 'two', slo: string, result: 'good' | 'bad', endS: number): string[] {
  const labels = `environment="production",job="canary",instance="${instance}",slo="${slo}",result="${result}"`;
  let count = 0;
  return Array.from({ length: monthSteps + 1 }, (_, index) => {
    if (instance === 'two' && index === restartAt) count = 0;
    const own = monthStep(index)[result];
    // An odd one is counted by the first.
    count += instance === 'one' ? Math.ceil(own / 2) : Math.floor(own / 2);
    return `foxload_slo_events_total{${labels}} ${count} ${endS - (monthSteps - index) * stepS}`;
  });
}
