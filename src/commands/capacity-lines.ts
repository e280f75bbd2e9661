import type { CapacityResult } from '../capacity/capacity-result.js';
import type { StepForecast } from '../capacity/run-search.js';
import type { StepVerdict } from '../capacity/step-verdict.js';
import { formatDuration } from '../profile/duration.js';
import { formatRate } from '../profile/rate.js';
import { formatCents } from '../profile/usd.js';
import { outcomeWords } from '../report/capacity-text.js';
import { countText, percentileText } from '../report/figure-text.js';

/** What the user is told before the first order of a step. */
export function stepLine({
  number,
  ratePerSecond,
  warmupMs,
  measuredMs,
  orders,
  worstCents,
}: StepForecast): string {
  const atMost = worstCents === null ? '' : `, at most ${formatCents(worstCents)}`;
  const span = `${formatDuration(warmupMs)} to warm up and ${formatDuration(measuredMs)} measured`;
  return `step ${number}: ${formatRate(ratePerSecond)}, ${span}, ${countText(orders)} orders${atMost}`;
}

/** What the user is told when it is over. */
export function stepResultLine(verdict: StepVerdict, { steps }: CapacityResult): string {
  const step = steps.at(-1);
  if (verdict.kind === 'end' || step === undefined) return '  cut short';
  const { delivery, outcome, reasons } = step;
  const n = delivery.count + delivery.undelivered;
  const times = (['p50', 'p95', 'p99'] as const).map(
    (name) => `${name} ${percentileText(delivery[`${name}Ms`], delivery.beyondMs, n)}`,
  );
  const [why] = reasons;
  return `  ${outcomeWords[outcome]}: ${times.join(', ')}${why === undefined ? '' : `; ${why}`}`;
}

/** Steps of an earlier process that were cut short, which cost what they cost. */
export function unfinishedLines({ unfinished, search }: CapacityResult, folder: string): string[] {
  return unfinished.map(({ ratePerSecond, run, used }) => {
    const settle = search.environment === 'embedded' ? '' : `; foxload resume ${folder}/${run} settles it`;
    const cost = `counted as ${countText(used.orders)} orders and ${formatCents(used.spendCents)}`;
    return `a step at ${formatRate(ratePerSecond)} was cut short, ${cost}${settle}`;
  });
}
