import { monotonicClock, type TimerClock } from '../clock.js';
import type { OrderEvent } from '../order-event.js';
import { addEvent } from './event-cells.js';
import type { Handover } from './receiving-messages.js';
import type { WebhookTakerOptions } from './take-webhook.js';

type Outlets = Required<Pick<WebhookTakerOptions, 'emit' | 'durable' | 'handled'>>;

/**
 * Handovers are at least this far apart, in milliseconds: to tell the other thread something wakes it, and costs both as much as a
 * webhook does otherwise. Its stamp is taken before, so nothing that is measured gets later by it; a webhook that is acknowledged only when it is
 * safe waits so much longer.
 */
const handoverEveryMs = 3;

/**
 * What the receiver has for the thread that measures: what comes within a turn of the event loop, and within three milliseconds where there is much, goes
 * in one handover.
 */
export class Outbox implements Outlets {
  #number = 0;
  #handover: Handover | null = null;
  /** Of the handover that is filled now; null where nobody waits for it. */
  #safe: Promise<boolean> | null = null;
  readonly #waiting = new Map<number, (isSafe: boolean) => void>();
  #sentMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly send: (handover: Handover) => void,
    private readonly clock: TimerClock = monotonicClock,
  ) {}

  readonly emit = (event: OrderEvent): void => {
    addEvent(this.#filled().events, event);
  };

  readonly handled = (durationMs: number, transitMs: number | null): void => {
    this.#filled().handled.push(durationMs, transitMs);
  };

  /** Settles when it was said whether what was emitted so far is safe. */
  readonly durable = (): Promise<boolean> => {
    const { number } = this.#filled();
    this.#safe ??= new Promise((resolve) => this.#waiting.set(number, resolve));
    return this.#safe;
  };

  /** A handover is safe, or can't be. */
  settle(number: number, isSafe: boolean): void {
    this.#waiting.get(number)?.(isSafe);
    this.#waiting.delete(number);
  }

  /** Sends what there is at once. */
  flush(): void {
    if (this.#handover === null) return;
    this.#sentMs = this.clock.nowMs();
    this.send(this.#handover);
    this.#handover = null;
    this.#safe = null;
  }

  #filled(): Handover {
    if (this.#handover !== null) return this.#handover;
    this.#number += 1;
    if (this.clock.nowMs() - this.#sentMs < handoverEveryMs)
      this.clock.after(handoverEveryMs, () => this.flush());
    else setImmediate(() => this.flush());
    this.#handover = { kind: 'handover', number: this.#number, events: [], handled: [] };
    return this.#handover;
  }
}
