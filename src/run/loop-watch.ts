import { wholeMicroseconds } from '../clock.js';
import type { OrderEvent } from '../order-event.js';

/** How often it is told how late the event loop was. */
const toldEveryMs = 1000;

/**
 * Sees how late the run's own ticks come, which is how long the event loop was held up: nothing that is due in that time is
 * sent or counted. Told as an event, so that the journal knows it after the process has gone.
 */
export class LoopWatch {
  #dueMs = Number.NaN;
  #toldMs = Number.NaN;
  #maxMs = 0;

  constructor(private readonly emit: (event: OrderEvent) => void) {}

  /** A tick came at `nowMs`; the next one is due in `tickMs`. */
  tick(nowMs: number, tickMs: number): void {
    if (Number.isNaN(this.#dueMs)) this.#toldMs = nowMs;
    else this.#maxMs = Math.max(this.#maxMs, nowMs - this.#dueMs);
    this.#dueMs = nowMs + tickMs;
    if (nowMs - this.#toldMs < toldEveryMs) return;
    this.emit({ kind: 'loop_delay', atMs: nowMs, maxMs: wholeMicroseconds(this.#maxMs) });
    this.#toldMs = nowMs;
    this.#maxMs = 0;
  }
}
