import type { Histogram } from 'hdr-histogram-js';
import { type Figure, quantileWithUndelivered } from './latency-figures.js';
import { clampedMicroseconds, microsecondHistogram, valueAtRankMs } from './microsecond-histogram.js';

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
  readonly times: Histogram;
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
  readonly #total: Histogram = microsecondHistogram(32);
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
    const us = clampedMicroseconds(deliveryMs);
    slot.times.recordValue(us);
    this.#total.recordValue(us);
  }

  /** Counts an order that was given up at `atMs`. */
  recordUndelivered(atMs: number): void {
    const slot = this.#slotAt(atMs);
    if (slot === undefined) return;
    slot.undelivered += 1;
    this.#undelivered += 1;
  }

  /** The percentiles of the window that ends at `nowMs`, at least as late as everything recorded; null when it is empty. */
  figures(nowMs: number): WindowFigures | null {
    this.#advance(Math.floor(nowMs / this.#slotMs));
    const total = this.#total;
    const times = { count: total.totalCount, valueAtRankMs: (rank: number) => valueAtRankMs(total, rank) };
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
    const slot = this.#slots[index] ?? { epoch, times: microsecondHistogram(32), undelivered: 0 };
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
    if (slot.times.totalCount > 0) {
      this.#total.subtract(slot.times);
      slot.times.reset();
    }
    this.#undelivered -= slot.undelivered;
    slot.undelivered = 0;
  }
}
