import type { RunDetails, ShownOrder } from '../../src/run/run-details.js';
import { RunCourse } from '../../src/series/run-course.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';

/** One order by hand, delivered after 400 ms, but for `parts`. */
export function shownOrder(parts: Partial<ShownOrder> = {}): ShownOrder {
  return {
    seq: 7,
    orderId: 'ord_7',
    sku: 'psn-tr-100',
    outcome: 'delivered',
    via: 'webhook',
    plannedAtMs: 1_500,
    sentMs: 1,
    answeredMs: 5,
    decidedMs: 400,
    ...parts,
  };
}

/** What the page of a run shows beside its result: of a run without an order, but for `parts`. */
export function detailsWith(parts: Partial<RunDetails> = {}): RunDetails {
  const series = new RunCourse().series.figures(emptyCounters());
  return { series, deliveryCurve: [], slowest: [], undelivered: [], ...parts };
}
