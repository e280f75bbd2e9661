import type { WebhookEvent } from '../order-event.js';

/** At most this many webhooks wait for the answer to their create call; further ones count as orphans at once. */
export const maxHeldWebhooks = 100_000;

const none: readonly WebhookEvent[] = [];

/** Webhooks that came before foxload knew the order id they speak of, by that id and in order of arrival. */
export class HeldWebhooks {
  readonly #byOrderId = new Map<string, WebhookEvent[]>();
  #count = 0;

  /** How many wait. */
  get count(): number {
    return this.#count;
  }

  /** What waits. */
  waiting(): readonly WebhookEvent[] {
    return [...this.#byOrderId.values()].flat();
  }

  /** Keeps the webhook; false when the limit is reached. */
  add(event: WebhookEvent): boolean {
    if (this.#count >= maxHeldWebhooks) return false;
    const waiting = this.#byOrderId.get(event.orderId);
    if (waiting) waiting.push(event);
    else this.#byOrderId.set(event.orderId, [event]);
    this.#count += 1;
    return true;
  }

  /** Gives out what waited for this order. */
  take(orderId: string): readonly WebhookEvent[] {
    const waiting = this.#byOrderId.get(orderId);
    if (!waiting) return none;
    this.#byOrderId.delete(orderId);
    this.#count -= waiting.length;
    return waiting;
  }

  /** Gives out what came before `atMs`, up to the first order whose webhooks came later. */
  takeOlder(atMs: number): readonly WebhookEvent[] {
    const older: WebhookEvent[] = [];
    // In the order in which the orders were first heard of: whoever comes next waits no longer than this one.
    for (const [orderId, waiting] of this.#byOrderId) {
      if ((waiting[0]?.atMs ?? 0) >= atMs) break;
      older.push(...waiting);
      this.#byOrderId.delete(orderId);
    }
    this.#count -= older.length;
    return older;
  }

  /** Forgets everything; gives what waited. */
  clear(): readonly WebhookEvent[] {
    const waiting = this.waiting();
    this.#byOrderId.clear();
    this.#count = 0;
    return waiting;
  }
}
