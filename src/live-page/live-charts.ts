import { failureReasons } from '../contract/failure-reason.js';
import type { ChartData, LineData } from '../report/chart-data.js';
import type { CourseChart } from '../report/course-charts.js';
import { timeText } from '../report/figure-text.js';
import { isRetryable } from '../run/counted-figures.js';
import { webhookAnomalies } from '../series/series-columns.js';
import { columnOf, type HistoryColumn, type HistoryRow } from './history-columns.js';
import type { LiveReading } from './live-reading.js';
import { promisedTimes } from './promised.js';

type Values = LineData['values'];
type Lines = readonly LineData[];

/** The course of a run so far as charts, in the order in which they are read; `rows` is the stretch of the history that they show. */
export function liveCharts(reading: LiveReading, rows: readonly HistoryRow[]): readonly CourseChart[] {
  // In tenths of a second: readings come once a second, the first maybe a moment before the load.
  const seconds = rows.map(([atMs]) => Math.max(0, Math.round((atMs - reading.startedAtMs) / 100) / 10));
  const chart = (
    id: string,
    unit: ChartData['unit'],
    [title, note, empty]: readonly [string, string, string],
    lines: Lines,
  ): CourseChart => ({ id, title, note, empty, unit, isLogarithmic: id === 'delivery', seconds, lines });
  return [
    chart('rate', 'perSecond', rateTexts, rateLines(rows)),
    chart('in-flight', 'count', inFlightTexts, inFlightLines(rows)),
    chart('delivery', 'ms', deliveryTexts(reading.deadlineMs), deliveryLines(reading, rows)),
    chart('retryable', 'count', retryableTexts, failureLines(rows, true)),
    chart('permanent', 'count', permanentTexts, failureLines(rows, false)),
    chart('anomalies', 'count', anomalyTexts, anomalyLines(rows)),
  ];
}

const rateTexts = [
  'Orders planned, sent and delivered',
  'Orders a second.',
  'No order was planned yet.',
] as const;
const inFlightTexts = [
  'Orders in flight',
  'Orders sent and not over, by the state last seen.',
  'No order is in flight.',
] as const;
const retryableTexts = [
  'Failures that ordering again can mend',
  'Failed orders since the beginning of the chart, by reason.',
  'None.',
] as const;
const permanentTexts = [
  'Permanent failures, and others',
  'Failed orders since the beginning of the chart, by reason: ordering again does not help, or nobody knows.',
  'None.',
] as const;
const anomalyTexts = [
  'Webhooks that should not come',
  'Requests to the webhook address since the beginning of the chart, by class. None of them counts as a delivery.',
  'None.',
] as const;

function deliveryTexts(deadlineMs: number): readonly [string, string, string] {
  return [
    'Delivery time of the last minute',
    `Percentiles of the orders decided in the minute before; dotted lines are what was promised. ${timeText(deadlineMs)} means later than that: the deadline.`,
    'No order was decided yet.',
  ];
}

function rateLines(rows: readonly HistoryRow[]): Lines {
  return drawn([
    ['planned', perSecond(rows, 'planned')],
    ['sent', perSecond(rows, 'sent')],
    ['delivered', perSecond(rows, 'delivered')],
    ['dropped', perSecond(rows, 'dropped')],
  ]);
}

/** What was counted from row to row, by the time between them. */
function perSecond(rows: readonly HistoryRow[], column: HistoryColumn): Values {
  const counts = columnOf(rows, column);
  return rows.map(([atMs], index) => {
    const earlier = rows[index - 1];
    if (earlier === undefined || atMs <= earlier[0]) return null;
    return (((counts[index] ?? 0) - (counts[index - 1] ?? 0)) * 1000) / (atMs - earlier[0]);
  });
}

function inFlightLines(rows: readonly HistoryRow[]): Lines {
  const states: readonly HistoryColumn[] = ['unanswered', 'pending', 'reserved', 'processing'];
  const columns = states.map((state) => columnOf(rows, state));
  const all = rows.map((_, index) => columns.reduce((sum, values) => sum + (values[index] ?? 0), 0));
  const each = states.map((state, index) => [state, columns[index] ?? []] as const);
  return drawn([['in flight', all], ...each]);
}

/** Each percentile, and as a line of its own look what was promised of it. */
function deliveryLines(reading: LiveReading, rows: readonly HistoryRow[]): Lines {
  const lines = drawn((['p50', 'p95', 'p99'] as const).map((name) => [name, columnOf(rows, name)]));
  const promised = promisedTimes(reading).flatMap(({ percentile, thresholdMs }): LineData[] => {
    const line = lines.find(({ name }) => name === percentile);
    if (line === undefined) return [];
    const name = `${percentile} promised (${timeText(thresholdMs)})`;
    return [{ name, style: line.style, isPromise: true, values: rows.map(() => thresholdMs) }];
  });
  return [...lines, ...promised];
}

function failureLines(rows: readonly HistoryRow[], retryable: boolean): Lines {
  const reasons = failureReasons.filter((reason) => (isRetryable(reason) === true) === retryable);
  return drawn(reasons.map((reason) => [reason, rise(rows, `failed ${reason}`)]));
}

function anomalyLines(rows: readonly HistoryRow[]): Lines {
  return drawn(webhookAnomalies.map((name) => [name.replaceAll('_', ' '), rise(rows, `webhook ${name}`)]));
}

/** What was counted since the first row: it begins at zero whatever part of a run is shown. */
function rise(rows: readonly HistoryRow[], column: HistoryColumn): Values {
  const counts = columnOf(rows, column);
  return counts.map((count) => (count ?? 0) - (counts[0] ?? 0));
}

/** Each line in a look of its own, which it keeps; without those that are nothing but zeros, which says less than their absence. */
function drawn(lines: readonly (readonly [name: string, values: Values])[]): Lines {
  return lines
    .map(([name, values], style) => ({ name, style, values }))
    .filter(({ values }) => values.some((value) => value !== null && value > 0));
}
