// What a loop of the bench counts: orders that were answered and whose webhook came, in whatever order.
import { build } from 'hdr-histogram-js';

export class LoopFigures {
  #sentMs = new Map();
  #early = new Set();
  #histogram = build({ numberOfSignificantValueDigits: 3, highestTrackableValue: 86_400_000_000 });
  done = 0;
  #firstMs = 0;
  #lastMs = 0;

  /** The call that was sent at `sentMs` was answered with this order. */
  answered(orderId, sentMs) {
    this.#firstMs ||= sentMs;
    if (this.#early.delete(orderId)) this.#record(sentMs);
    else this.#sentMs.set(orderId, sentMs);
  }

  webhook(orderId) {
    const sentMs = this.#sentMs.get(orderId);
    if (sentMs === undefined) this.#early.add(orderId);
    else if (this.#sentMs.delete(orderId)) this.#record(sentMs);
  }

  #record(sentMs) {
    this.#lastMs = performance.now();
    this.#histogram.recordValue(Math.round((this.#lastMs - sentMs) * 1000));
    this.done += 1;
  }

  /** What the contestant tells its measure when it is done. */
  reading(cpuUs) {
    const elapsedMs = this.#lastMs - this.#firstMs;
    return {
      done: this.done,
      perSecond: (this.done / elapsedMs) * 1000,
      cpuUsPerOrder: (cpuUs.user + cpuUs.system) / this.done,
      p50Ms: this.#histogram.getValueAtPercentile(50) / 1000,
    };
  }
}
