import { failureReasons } from '../contract/failure-reason.js';
import { isRetryable } from '../run/counted-figures.js';
import type { RunDetails } from '../run/run-details.js';
import type { SeriesFigures, WebhookAnomaly } from '../series/series-figures.js';
import type { ChartData, LineData } from './chart-data.js';
import { timeText } from './figure-text.js';

/** One chart of a run's course with what is written around it. */
export interface CourseChart extends ChartData {
  readonly title: string;
  /** What is shown, and what to know when reading it. */
  readonly note: string;
  /** Said instead of the chart where it has no line. */
  readonly empty: string;
}

type Values = LineData['values'];
type Named = readonly (readonly [name: string, values: Values])[];

const anomalyNames: Readonly<Record<WebhookAnomaly, string>> = {
  duplicate: 'duplicate',
  late: 'late',
  orphan: 'orphan',
  forged: 'forged',
  malformed: 'malformed',
  out_of_order: 'out of order',
  conflicting: 'conflicting',
};

/** A run's course over time as charts, in the order in which they are read. `deadlineMs` is what undelivered orders are drawn on. */
export function courseCharts({ series }: Pick<RunDetails, 'series'>, deadlineMs: number): CourseChart[] {
  const intervalSeconds = series.intervalMs / 1000;
  const seconds = series.planned.map((_, interval) => interval * intervalSeconds);
  const chart = (
    id: string,
    title: string,
    unit: ChartData['unit'],
    texts: Pick<CourseChart, 'note' | 'empty'>,
    lines: Named,
  ): CourseChart => ({
    id,
    title,
    unit,
    ...texts,
    isLogarithmic: id === 'delivery',
    seconds,
    lines: lines.map(([name, values], style) => ({ name, style, values })),
  });
  const failed = (retryable: boolean) => failureLines(series, retryable);
  return [
    chart('rate', 'Orders planned and sent', 'perSecond', rateTexts, rateLines(series, intervalSeconds)),
    chart('in-flight', 'Orders in flight', 'count', inFlightTexts, inFlightLines(series)),
    chart('delivery', 'Delivery time', 'ms', deliveryTexts(deadlineMs), deliveryLines(series, deadlineMs)),
    chart('retryable', 'Failures that ordering again can mend', 'count', retryableTexts, failed(true)),
    chart('permanent', 'Permanent failures, and others', 'count', permanentTexts, failed(false)),
    chart('anomalies', 'Webhooks that should not come', 'count', anomalyTexts, anomalyLines(series)),
    chart('generator', "foxload's own delays", 'ms', generatorTexts(series), generatorLines(series)),
  ];
}

const rateTexts = {
  note: 'Orders a second that were due by the schedule, and that left.',
  empty: 'No order was planned.',
};
const inFlightTexts = {
  note: 'Orders sent and not decided, at the end of each interval.',
  empty: 'No order was planned.',
};
const retryableTexts = { note: 'Failed orders of each interval, by reason.', empty: 'None.' };
const permanentTexts = {
  note: 'Failed orders of each interval, by reason: ordering again does not help, or nobody knows.',
  empty: 'None.',
};
const anomalyTexts = {
  note: 'Requests to the webhook address of each interval, by class. None of them counts as a delivery.',
  empty: 'None.',
};

function deliveryTexts(deadlineMs: number): Pick<CourseChart, 'note' | 'empty'> {
  return {
    note: `Of the orders that were decided in each interval. A line at ${timeText(deadlineMs)} means later than that: the deadline.`,
    empty: 'No order was delivered.',
  };
}

function generatorTexts({ loopDelayMaxMs }: SeriesFigures): Pick<CourseChart, 'note' | 'empty'> {
  const isKnown = loopDelayMaxMs.some((ms) => ms !== null);
  const unknown = isKnown ? '' : ' The event loop was not watched in this run.';
  return {
    note: `How late orders left, and the longest time for which the event loop was held up.${unknown}`,
    empty: 'Nothing was sent.',
  };
}

function rateLines({ planned, sent, dropped }: SeriesFigures, intervalSeconds: number): Named {
  const rate = (counts: readonly number[]) => counts.map((count) => count / intervalSeconds);
  return withSomething([
    ['planned', rate(planned)],
    ['sent', rate(sent)],
    ['dropped', rate(dropped)],
  ]);
}

function inFlightLines({ inFlight }: SeriesFigures): Named {
  return inFlight.length === 0 ? [] : [['in flight', inFlight]];
}

function deliveryLines(series: SeriesFigures, deadlineMs: number): Named {
  const drawn = (times: SeriesFigures['deliveryP50Ms']) =>
    times.map((ms) => (ms === 'beyond' ? deadlineMs : ms));
  return withSomething([
    ['p50', drawn(series.deliveryP50Ms)],
    ['p95', drawn(series.deliveryP95Ms)],
    ['p99', drawn(series.deliveryP99Ms)],
  ]);
}

function failureLines({ failures }: SeriesFigures, retryable: boolean): Named {
  const reasons = failureReasons.filter((reason) => (isRetryable(reason) === true) === retryable);
  return withSomething(reasons.map((reason) => [reason, failures[reason]]));
}

function anomalyLines({ anomalies }: SeriesFigures): Named {
  const names = Object.entries(anomalyNames) as [WebhookAnomaly, string][];
  return withSomething(names.map(([key, name]) => [name, anomalies[key]]));
}

function generatorLines({ sendLagP99Ms, loopDelayMaxMs }: SeriesFigures): Named {
  const lines: Named = [
    ['send lag p99', sendLagP99Ms],
    ['longest event-loop delay', loopDelayMaxMs],
  ];
  return lines.filter(([, values]) => values.some((value) => value !== null));
}

/** A line of nothing but zeros says less than its absence. */
function withSomething(lines: Named): Named {
  return lines.filter(([, values]) => values.some((value) => value !== null && value > 0));
}
