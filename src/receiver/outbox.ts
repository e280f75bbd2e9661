import type { OrderEvent } from '../order-event.js';
import type { Handover } from './receiving-messages.js';
import type { WebhookTakerOptions } from './take-webhook.js';

type Outlets = Required<Pick<WebhookTakerOptions, 'emit' | 'durable' | 'handled'>>;

/**
 * What the receiver has for the thread that measures. All of one turn of the event loop goes in one handover: the more there is to do, the
 * less a webhook costs both threads.
 */
export class Outbox implements Outlets {
  #number = 0;
  #handover: Handover | null = null;
  /** Of the handover that is filled now; null where nobody waits for it. */
  #safe: Promise<boolean> | null = null;
  readonly #waiting = new Map<number, (isSafe: boolean) => void>();

  constructor(private readonly send: (handover: Handover) => void) {}

  readonly emit = (event: OrderEvent): void => {
    this.#filled().events.push(event);
  };

  readonly handled = (durationMs: number, transitMs: number | null): void => {
    this.#filled().handled.push([durationMs, transitMs]);
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

  /** Sends what there is, without waiting for the end of the turn. */
  flush(): void {
    if (this.#handover === null) return;
    this.send(this.#handover);
    this.#handover = null;
    this.#safe = null;
  }

  #filled(): Handover {
    if (this.#handover !== null) return this.#handover;
    this.#number += 1;
    setImmediate(() => this.flush());
    this.#handover = { kind: 'handover', number: this.#number, events: [], handled: [] };
    return this.#handover;
  }
}
