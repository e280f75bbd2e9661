import type { OrderEvent } from '../order-event.js';
import type { TrackerCounters } from '../tracker/tracker-counters.js';
import type { DecidedOrder, TrackerListener } from '../tracker/tracker-listener.js';
import { RunSeries } from './run-series.js';
import { SlowestOrders } from './slowest-orders.js';

/** What a run's page shows beside the figures of its result: its course over time, and the orders that stand out. */
export class RunCourse implements TrackerListener {
  readonly series = new RunSeries();
  readonly slowest = new SlowestOrders();

  /** Takes an event right before the tracker, whose counters are `counters`, takes it. */
  take(event: OrderEvent, counters: TrackerCounters): void {
    this.series.take(event, counters);
  }

  sent(lagMs: number, atMs: number): void {
    this.series.sent(lagMs, atMs);
  }

  decided(order: DecidedOrder): void {
    this.series.decided(order);
    this.slowest.decided(order);
  }

  ended(openOrders: number, atMs: number): void {
    this.series.ended(openOrders, atMs);
  }
}
