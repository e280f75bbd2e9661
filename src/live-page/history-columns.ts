import { failureReasons } from '../contract/failure-reason.js';
import type { Figure } from '../latency/latency-figures.js';
import { webhookAnomalies } from '../series/series-columns.js';
import type { LiveReading } from './live-reading.js';

/** A row of the history: the instant in milliseconds since 1970, then the columns. Null where there is no figure. */
export type HistoryRow = readonly [atMs: number, ...values: (number | null)[]];

/**
 * What the history keeps of a reading. Counters are kept as they stand, so that whatever lies between two rows is their difference,
 * however far apart they are.
 */
const counterColumns = [
  'planned',
  'sent',
  'dropped',
  'refused',
  'errored',
  'delivered',
  'failed',
  'timedOut',
  'lost',
] as const;
const gaugeColumns = ['unanswered', 'pending', 'reserved', 'processing'] as const;
const percentileColumns = ['p50', 'p95', 'p99'] as const;
const failureColumns = failureReasons.map((reason) => `failed ${reason}` as const);
const anomalyColumns = webhookAnomalies.map((name) => `webhook ${name}` as const);

export const historyColumns = [
  ...percentileColumns,
  ...gaugeColumns,
  ...counterColumns,
  ...failureColumns,
  ...anomalyColumns,
] as const;
export type HistoryColumn = (typeof historyColumns)[number];

/** The row of a reading. Percentiles are those of the last minute; the deadline stands for what is later. */
export function historyRow(reading: LiveReading): HistoryRow {
  const { percentiles, inFlight, ledger, failures, webhooks } = reading;
  const minute = percentiles['1m'];
  const failed = new Map(failures.map(({ reason, count }) => [reason, count]));
  return [
    reading.atMs,
    ...percentileColumns.map((name) => drawnMs(minute?.[name])),
    ...gaugeColumns.map((name) => inFlight[name]),
    ...counterColumns.map((name) => ledger[name]),
    ...failureReasons.map((reason) => failed.get(reason) ?? 0),
    ...webhookAnomalies.map((name) => webhooks[name === 'out_of_order' ? 'outOfOrder' : name]),
  ];
}

/** Two rows as one, the later: it has the later's instant and counts, and the higher percentiles, so that no peak is lost. */
export function mergedRow(earlier: HistoryRow, later: HistoryRow): HistoryRow {
  const [atMs, ...values] = later;
  const merged = values.map((value, column) =>
    column < percentileColumns.length ? higher(earlier[column + 1] ?? null, value) : value,
  );
  return [atMs, ...merged];
}

/** The values of a column, row by row. */
export function columnOf(rows: readonly HistoryRow[], column: HistoryColumn): (number | null)[] {
  const at = historyColumns.indexOf(column) + 1;
  return rows.map((row) => row[at] ?? null);
}

function drawnMs(figure: Figure | undefined): number | null {
  return figure?.ms ?? figure?.beyondMs ?? null;
}

function higher(left: number | null, right: number | null): number | null {
  return left === null || right === null ? (left ?? right) : Math.max(left, right);
}
