import pLimit from 'p-limit';
import type { TimerClock } from '../clock.js';
import { minPollIntervalMs } from '../contract/endpoints.js';
import type { OrderEvent } from '../order-event.js';
import type { StatusReading } from './api-connection.js';
import { maxRetryAfterMs } from './retry-policy.js';

/** At most this many status polls are under way at once. */
export const maxConcurrentPolls = 50;
/** An order whose status could not be learned is asked for again, this often in all. */
export const maxPollsPerOrder = 3;

/** What tells an order's status: the connection to the API, or what a test puts in its place. */
export interface StatusTeller {
  status(orderId: string): Promise<StatusReading>;
}

export interface StatusPollerOptions {
  readonly connection: StatusTeller;
  readonly clock: TimerClock;
  readonly emit: (event: OrderEvent) => void;
}

/**
 * Asks the API what became of orders whose webhook did not come, a few at a time and each order no more often than
 * every 5 s, until it gives a usable answer.
 */
export class StatusPoller {
  readonly #limit = pLimit(maxConcurrentPolls);
  #stopped = false;
  /** Wakes those that wait for their next poll. */
  readonly #sleepers = new Set<() => void>();

  constructor(private readonly options: StatusPollerOptions) {}

  /** Settles when the order's fate was told by a `polled` event with an answer or with `last`, or when stopped. */
  async ask(seq: number, orderId: string): Promise<void> {
    for (let poll = 1; poll <= maxPollsPerOrder && !this.#stopped; poll += 1) {
      const reading = await this.#limit(() =>
        this.#stopped ? null : this.options.connection.status(orderId),
      );
      if (reading === null) return;
      const { news, retryAfterMs } = reading;
      const last = poll === maxPollsPerOrder || (retryAfterMs ?? 0) > maxRetryAfterMs;
      const { clock, emit } = this.options;
      const [state, reason] = [news?.state ?? null, news?.reason ?? null];
      emit({ kind: 'polled', atMs: clock.nowMs(), seq, state, reason, last });
      if (news !== null || last) return;
      await this.#sleep(Math.max(minPollIntervalMs, retryAfterMs ?? 0));
    }
  }

  /** No further polls: those that wait for their turn settle without one. */
  stop(): void {
    this.#stopped = true;
    for (const wake of this.#sleepers) wake();
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        callOff();
        this.#sleepers.delete(wake);
        resolve();
      };
      const callOff = this.options.clock.after(ms, wake);
      this.#sleepers.add(wake);
    });
  }
}
