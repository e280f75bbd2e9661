import type { TimerClock } from '../clock.js';

/** At most this many orders are dropped without a pause: answers, timers and signals are heard in between. */
const maxBatchOrders = 256;

/** What becomes of the next order: it is sent, or dropped, or nothing can be told before `wake`. */
export type Admission = 'send' | 'drop' | 'wait';

export interface ClosedDriverOptions {
  /** Create calls at once. */
  readonly connections: number;
  /** No order from this number on. */
  readonly endSeq: number;
  readonly clock: TimerClock;
  /** Asked before each order, while `free` connections wait for one. */
  readonly admit: (seq: number, free: number) => Admission;
  /** Told each order that a connection takes, at the instant at which it does. */
  readonly due: (seq: number, plannedMs: number, connection: number) => void;
  /** Told each order that no connection may take. */
  readonly dropped: (seq: number, plannedMs: number) => void;
}

/**
 * The closed model: so many connections, each of which takes the next order as soon as the create call of its last one
 * is over, retries included. So there are never more calls at once, and an API that is down is not asked faster and faster.
 */
export class ClosedDriver {
  #seq = 0;
  /** The connections that wait for an order, the one that has waited longest first. */
  readonly #free: number[];
  #isStopped = false;
  #callOff: () => void = () => {};
  #finish: () => void = () => {};
  /** Settles when no further order will be taken. */
  readonly finished: Promise<void>;

  constructor(private readonly options: ClosedDriverOptions) {
    this.#free = Array.from({ length: options.connections }, (_, connection) => connection);
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  /** The create call of this connection's order is over. */
  over(connection: number): void {
    this.#free.push(connection);
    this.wake();
  }

  /** Gives orders to the connections that are free, as far as they are admitted. */
  wake(): void {
    this.#callOff();
    for (let batch = 0; !this.#isStopped; batch += 1) {
      if (this.#seq >= this.options.endSeq) this.stop();
      if (this.#isStopped || this.#free.length === 0) return;
      if (batch === maxBatchOrders) {
        this.#callOff = this.options.clock.after(0, () => this.wake());
        return;
      }
      if (!this.#next()) return;
    }
  }

  /** No further orders. */
  stop(): void {
    this.#callOff();
    this.#isStopped = true;
    this.#finish();
  }

  /** Whether the next order was sent or dropped. */
  #next(): boolean {
    const { admit, due, dropped, clock } = this.options;
    const seq = this.#seq;
    const admission = admit(seq, this.#free.length);
    if (admission === 'wait') return false;
    this.#seq += 1;
    const connection = admission === 'send' ? this.#free.shift() : undefined;
    if (connection === undefined) dropped(seq, clock.nowMs());
    else due(seq, clock.nowMs(), connection);
    return true;
  }
}
