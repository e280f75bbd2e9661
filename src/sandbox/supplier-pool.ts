/** A fixed number of suppliers, each with one order at a time: what bounds how many orders a second can be fulfilled. */
export interface Capacity {
  readonly suppliers: number;
  /** How long each order keeps its supplier, in real milliseconds whatever `speed` is. */
  readonly serviceTimeMs: number;
}

/** How many orders a second a capacity can fulfil in the long run, whatever else becomes of them. */
export function ordersPerSecond({ suppliers, serviceTimeMs }: Capacity): number {
  return (suppliers * 1000) / serviceTimeMs;
}

/**
 * Who is served when, first come, first served. As every service takes equally long, suppliers become free in the order in
 * which they were taken: an order begins when the one `suppliers` places before it has ended, or when it comes, whichever
 * is later (the recurrence of a queue with several servers and constant service; Kiefer and Wolfowitz, Transactions of the
 * AMS 78, 1955). So the whole queue is a ring of the last beginnings, and an order knows its wait at once.
 */
export class SupplierPool {
  readonly #serviceTimeMs: number;
  /** When each supplier is free again, the next one to be taken at `#next`. */
  readonly #freeMs: Float64Array;
  #next = 0;
  #waiting = 0;

  constructor({ suppliers, serviceTimeMs }: Capacity) {
    this.#serviceTimeMs = serviceTimeMs;
    this.#freeMs = new Float64Array(suppliers).fill(Number.NEGATIVE_INFINITY);
  }

  /** Orders that came and were not taken on yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Puts an order that comes at `atMs` behind those that came before; gives when its service begins. */
  join(atMs: number): number {
    const beginsMs = Math.max(atMs, this.#freeMs[this.#next] ?? atMs);
    this.#freeMs[this.#next] = beginsMs + this.#serviceTimeMs;
    this.#next = (this.#next + 1) % this.#freeMs.length;
    this.#waiting += 1;
    return beginsMs;
  }

  /** The service of one order that waited begins. */
  begin(): void {
    this.#waiting -= 1;
  }
}
