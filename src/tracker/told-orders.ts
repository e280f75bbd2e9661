import type { OrderTable } from './order-table.js';
import type { AnsweredOrder, DecidedOrder } from './tracker-listener.js';

/**
 * What listeners are told of an order, made once for all of them. Field by field: a spread of the table's row costs several
 * times as much, and this runs twice an order.
 */
export function answeredOrder(
  orders: OrderTable,
  seq: number,
  outcome: AnsweredOrder['outcome'],
  status: number | null,
): AnsweredOrder {
  return {
    seq,
    sku: orders.sku(seq),
    outcome,
    plannedMs: orders.plannedMs(seq),
    sentMs: orders.sentMs(seq),
    answeredMs: orders.answeredMs(seq),
    status,
  };
}

/** What listeners are told of an order that is decided, made once for all of them. */
export function decidedOrder(
  orders: OrderTable,
  seq: number,
  { outcome, via, reason, decidedMs }: Pick<DecidedOrder, 'outcome' | 'via' | 'reason' | 'decidedMs'>,
): DecidedOrder {
  return {
    seq,
    sku: orders.sku(seq),
    stage: orders.stage(seq),
    outcome,
    via,
    reason,
    plannedMs: orders.plannedMs(seq),
    sentMs: orders.sentMs(seq),
    answeredMs: orders.answeredMs(seq),
    decidedMs,
  };
}
