import type { OrderEvent } from '../order-event.js';
import type { OrderTable } from './order-table.js';
import type { TrackerCounters } from './tracker-counters.js';

/** Events of an order that nobody knows the fate of, after a crash. */
export type DoubtfulEvent = Extract<OrderEvent, { kind: 'in_doubt' | 'reopened' }>;

/** Ends an order as errored, or opens an errored one again. Gives by how many more orders are over now. */
export function takeDoubtful(orders: OrderTable, counters: TrackerCounters, event: DoubtfulEvent): 1 | -1 {
  const { seq } = event;
  if (event.kind === 'reopened') {
    counters.errored[event.reason] -= 1;
    orders.setPhase(seq, 'sent');
    return -1;
  }
  // It may have left before the line that would say so: the worst is assumed, but no send lag is known.
  if (orders.phase(seq) === 'planned') counters.sent += 1;
  counters.errored.other += 1;
  orders.setPhase(seq, 'errored');
  return 1;
}
