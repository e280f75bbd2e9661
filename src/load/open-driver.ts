import { type TimerClock, wholeMicroseconds } from '../clock.js';
import type { Arrival } from './arrival-schedule.js';

/**
 * At most this many orders leave without a pause. A generator that is behind its schedule must still hear answers,
 * timers and signals in between.
 */
const maxBatchOrders = 64;
/** No wait is shorter, in milliseconds: orders that are due this close together go together. */
export const shortestWaitMs = 0.3;

export interface OpenDriverOptions {
  readonly arrivals: Iterator<Arrival, void>;
  readonly clock: TimerClock;
  /** The instant on `clock` that the schedule counts from. */
  readonly startMs: number;
  /** The number of the first order. */
  readonly firstSeq: number;
  /** No order from this number on. */
  readonly endSeq: number;
  /** Told each arrival when its time has come. */
  readonly due: (seq: number, plannedMs: number, stage: number) => void;
}

/**
 * The open model: lets each order go at its own planned instant, whatever became of the orders before it. No timer is exact,
 * so all orders that are due go in one batch, each with its own planned instant.
 */
export class OpenDriver {
  #seq: number;
  #next: Arrival | null = null;
  #callOff: () => void = () => {};
  #stopped = false;
  #isSending = false;
  #finish: () => void = () => {};
  /** Settles when the schedule has ended, or was stopped. */
  readonly finished: Promise<void>;

  constructor(private readonly options: OpenDriverOptions) {
    this.#seq = options.firstSeq;
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  /** Begins the schedule; a driver that was stopped before stays stopped. */
  start(): void {
    if (this.#stopped) return;
    this.#advance();
    this.#tick();
  }

  /** No further orders. */
  stop(): void {
    this.#callOff();
    this.#next = null;
    this.#stopped = true;
    this.#finish();
  }

  /** Sends what is due by now. Whoever is called often may call this, too: orders then leave earlier than a timer wakes. */
  look(): void {
    if (this.#isSending || this.#next === null) return;
    if (this.options.startMs + this.#next.atMs > this.options.clock.nowMs()) return;
    this.#callOff();
    this.#tick();
  }

  readonly #tick = (): void => {
    const { clock, startMs, due } = this.options;
    this.#isSending = true;
    for (let batch = 0; this.#next !== null; batch += 1) {
      const plannedMs = wholeMicroseconds(startMs + this.#next.atMs);
      const waitMs = plannedMs - clock.nowMs();
      if (waitMs > 0 || batch === maxBatchOrders) {
        this.#isSending = false;
        this.#callOff = clock.after(waitMs > 0 ? Math.max(waitMs, shortestWaitMs) : 0, this.#tick);
        return;
      }
      due(this.#seq, plannedMs, this.#next.stage);
      this.#seq += 1;
      // Told to stop by what was just sent: nothing more is due.
      if (this.#next !== null) this.#advance();
    }
    this.#isSending = false;
    this.stop();
  };

  #advance(): void {
    const { arrivals, endSeq } = this.options;
    const { value } = this.#seq < endSeq ? arrivals.next() : { value: undefined };
    this.#next = value ?? null;
  }
}
