import type { OrderEvent } from '../order-event.js';
import type { OrderTable } from './order-table.js';
import type { AnsweredOrder, DecidedOrder, TrackerListener } from './tracker-listener.js';

/**
 * Tells everybody who listens. What they are told is made once for all of them, field by field: a spread of the table's row
 * costs several times as much, and this runs twice an order.
 */
export class ToldListeners {
  readonly #listeners: TrackerListener[];

  constructor(
    private readonly orders: OrderTable,
    listeners: readonly TrackerListener[],
  ) {
    this.#listeners = [...listeners];
  }

  add(listener: TrackerListener): void {
    this.#listeners.push(listener);
  }

  sent(seq: number, atMs: number): void {
    const lagMs = atMs - this.orders.plannedMs(seq);
    for (const listener of this.#listeners) listener.sent?.(lagMs, atMs);
  }

  answered(
    seq: number,
    outcome: AnsweredOrder['outcome'],
    reason: AnsweredOrder['reason'],
    status: number | null,
  ): void {
    const { orders } = this;
    const order = {
      seq,
      sku: orders.sku(seq),
      stage: orders.stage(seq),
      outcome,
      reason,
      plannedMs: orders.plannedMs(seq),
      sentMs: orders.sentMs(seq),
      answeredMs: orders.answeredMs(seq),
      status,
    };
    for (const listener of this.#listeners) listener.answered?.(order);
  }

  decided(
    seq: number,
    outcome: DecidedOrder['outcome'],
    via: DecidedOrder['via'],
    reason: DecidedOrder['reason'],
    decidedMs: number,
  ): void {
    const { orders } = this;
    const order = {
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
    for (const listener of this.#listeners) listener.decided?.(order);
  }

  /** Of a forgotten order nothing is told: what it was is not known any more. */
  replayed({ seq, variant, result }: Extract<OrderEvent, { kind: 'replayed' }>): void {
    if (this.orders.isForgotten(seq)) return;
    const order = { seq, sku: this.orders.sku(seq), variant, result };
    for (const listener of this.#listeners) listener.replayed?.(order);
  }

  ended(openOrders: number, atMs: number): void {
    for (const listener of this.#listeners) listener.ended?.(openOrders, atMs);
  }
}
