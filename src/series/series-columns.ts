import { failureReasons } from '../contract/failure-reason.js';
import { sumOfCounts } from '../sum-of-counts.js';
import { type TrackerCounters, webhookClasses } from '../tracker/tracker-counters.js';

/** Classes of webhooks that should not come. */
export const webhookAnomalies = webhookClasses.filter((name) => name !== 'accepted');

/** Where a reason's or a class's column is: behind those of the ledger. */
export const ledgerColumns = [
  'sent',
  'dropped',
  'accepted',
  'refused',
  'errored',
  'delivered',
  'failed',
  'timedOut',
  'lost',
] as const;
export type LedgerColumn = (typeof ledgerColumns)[number];

/** Columns before the first reason, and before the first class. */
export const failuresFrom: number = ledgerColumns.length;
export const anomaliesFrom = failuresFrom + failureReasons.length;
export const columnCount = anomaliesFrom + webhookAnomalies.length;

/** Writes everything that is counted over time, as it stands now, into `values` from `at` on. */
export function readColumns(counters: TrackerCounters, values: Float64Array, at: number): void {
  const { webhook, poll } = counters.completed;
  values[at] = counters.sent;
  values[at + 1] = sumOfCounts(counters.dropped);
  values[at + 2] = counters.accepted;
  values[at + 3] = sumOfCounts(counters.refused);
  values[at + 4] = sumOfCounts(counters.errored);
  values[at + 5] = webhook.delivered + poll.delivered;
  values[at + 6] = webhook.failed + poll.failed;
  values[at + 7] = webhook.timed_out + poll.timed_out;
  values[at + 8] = webhook.lost + poll.lost;
  failureReasons.forEach((reason, index) => {
    values[at + failuresFrom + index] = counters.failures[reason];
  });
  webhookAnomalies.forEach((name, index) => {
    values[at + anomaliesFrom + index] = counters.webhooks[name];
  });
}
