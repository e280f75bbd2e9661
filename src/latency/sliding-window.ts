import { type Figure, quantileWithUndelivered } from './latency-figures.js';
import { bucketOfMs, MicrosecondHistogram } from './microsecond-histogram.js';

/** A window moves in this many steps: the oldest thirtieth leaves at once. */
const slotsPerWindow = 30;

/** Percentiles of the orders that were decided within a window. */
export interface WindowFigures {
  readonly delivered: number;
  readonly undelivered: number;
  readonly p50: Figure;
  readonly p95: Figure;
  readonly p99: Figure;
}

interface Slot {
  /** Number of the slot's stretch of time since the clock's zero. */
  epoch: number;
  readonly times: MicrosecondHistogram;
  undelivered: number;
}

/**
 * Delivery times of the last stretch of time: between 29 thirtieths of `windowMs` and all of it, in constant memory
 * (3.5 MB). Percentiles are computed from all of its orders, never from percentiles of parts.
 *
 * Reading costs one pass over the buckets, because the sum over the slots is kept up to date as they come and go.
 */
export class SlidingWindow {
  readonly #slotMs: number;
  readonly #deadlineMs: number;
  readonly #slots: (Slot | undefined)[] = new Array(slotsPerWindow).fill(undefined);
  readonly #total = new MicrosecondHistogram(32);
  #undelivered = 0;
  #newestEpoch = Number.NEGATIVE_INFINITY;

  /** `deadlineMs` is what an undelivered order is later than. */
  constructor(windowMs: number, deadlineMs: number) {
    this.#slotMs = windowMs / slotsPerWindow;
    this.#deadlineMs = deadlineMs;
  }

  /** Counts an order that was delivered at `atMs` after `deliveryMs`. One that is older than the window is left out. */
  recordDelivery(atMs: number, deliveryMs: number): void {
    const slot = this.#slotAt(atMs);
    if (slot === undefined) return;
    const bucket = bucketOfMs(deliveryMs);
    slot.times.record(bucket);
    this.#total.record(bucket);
  }

  /** Counts orders that were given up at `atMs`. */
  recordUndelivered(atMs: number, orders = 1): void {
    const slot = this.#slotAt(atMs);
    if (slot === undefined) return;
    slot.undelivered += orders;
    this.#undelivered += orders;
  }

  /** The percentiles of the window that ends at `nowMs`, at least as late as everything recorded; null when it is empty. */
  figures(nowMs: number): WindowFigures | null {
    this.#advance(Math.floor(nowMs / this.#slotMs));
    const times = this.#total;
    if (times.count + this.#undelivered === 0) return null;
    const at = (quantile: number) =>
      quantileWithUndelivered(quantile, times, this.#undelivered, this.#deadlineMs);
    return {
      delivered: times.count,
      undelivered: this.#undelivered,
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
    };
  }

  #slotAt(atMs: number): Slot | undefined {
    const epoch = Math.floor(atMs / this.#slotMs);
    this.#advance(epoch);
    if (epoch <= this.#newestEpoch - slotsPerWindow) return undefined;
    const index = ((epoch % slotsPerWindow) + slotsPerWindow) % slotsPerWindow;
    const slot = this.#slots[index] ?? { epoch, times: new MicrosecondHistogram(32), undelivered: 0 };
    slot.epoch = epoch;
    this.#slots[index] = slot;
    return slot;
  }

  /** Lets every slot go that is no longer within the window ending with the slot `epoch`. */
  #advance(epoch: number): void {
    if (epoch <= this.#newestEpoch) return;
    this.#newestEpoch = epoch;
    for (const slot of this.#slots) {
      if (slot !== undefined && slot.epoch <= epoch - slotsPerWindow) this.#empty(slot);
    }
  }

  #empty(slot: Slot): void {
    if (slot.times.count > 0) {
      this.#total.subtract(slot.times);
      slot.times.clear();
    }
    this.#undelivered -= slot.undelivered;
    slot.undelivered = 0;
  }
}
