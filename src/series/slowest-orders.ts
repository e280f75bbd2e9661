import type { DecidedOrder, TrackerListener } from '../tracker/tracker-listener.js';

/** So many delivered orders, and so many undelivered ones, are kept to be looked at one by one. */
export const maxShownOrders = 20;

/** Remembers the orders that took longest to deliver, and the first ones that were not delivered in time. */
export class SlowestOrders implements TrackerListener {
  /** The slowest first; of equally slow ones, the one that was decided first. */
  readonly delivered: DecidedOrder[] = [];
  /** In the order in which they were given up. */
  readonly undelivered: DecidedOrder[] = [];
  /** Only what took longer than this has a place. */
  #leastMs = Number.NEGATIVE_INFINITY;

  decided(order: DecidedOrder): void {
    if (order.outcome === 'delivered') {
      if (tookMs(order) > this.#leastMs) this.#keep(order);
    } else if (order.outcome !== 'failed' && this.undelivered.length < maxShownOrders) {
      this.undelivered.push(order);
    }
  }

  #keep(order: DecidedOrder): void {
    const place = this.delivered.findIndex((kept) => tookMs(kept) < tookMs(order));
    this.delivered.splice(place < 0 ? this.delivered.length : place, 0, order);
    if (this.delivered.length > maxShownOrders) this.delivered.pop();
    const last = this.delivered[maxShownOrders - 1];
    if (last !== undefined) this.#leastMs = tookMs(last);
  }
}

function tookMs({ plannedMs, decidedMs }: DecidedOrder): number {
  return decidedMs - plannedMs;
}
