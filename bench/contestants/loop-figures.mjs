// What a loop of the bench counts: orders that were answered and whose webhook came, in whatever order.
import { build } from 'hdr-histogram-js';

export class LoopFigures {
  #sentMs = new Map();
  #early = new Set();
  #histogram = build({ numberOfSignificantValueDigits: 3, highestTrackableValue: 86_400_000_000 });
  #window = null;
  done = 0;

  /** From now on orders count for this stretch. @param {import('./measured-window.mjs').MeasuredWindow} window */
  measure(window) {
    this.#window = window;
  }

  /** The call that was sent at `sentMs` was answered with this order. */
  answered(orderId, sentMs) {
    if (this.#early.delete(orderId)) this.#record(sentMs);
    else this.#sentMs.set(orderId, sentMs);
  }

  webhook(orderId) {
    const sentMs = this.#sentMs.get(orderId);
    if (sentMs === undefined) this.#early.add(orderId);
    else if (this.#sentMs.delete(orderId)) this.#record(sentMs);
  }

  #record(sentMs) {
    const nowMs = performance.now();
    this.#histogram.recordValue(Math.round((nowMs - sentMs) * 1000));
    this.done += 1;
    this.#window.done(nowMs);
  }
}
