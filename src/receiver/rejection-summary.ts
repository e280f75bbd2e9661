import type { RejectedWebhook } from './read-webhook.js';

/** In each window this many refusals become events of their own, each with its reason … */
export const tellOneByOne = 20;
/** … and all further ones of a verdict become one event with their count, told within this time. */
export const summaryWindowMs = 100;

/**
 * Keeps a flood of requests that nobody signed from filling the journal's disk: whatever their rate, at most some 220
 * lines a second tell of them, and every one is counted.
 */
export class RejectionSummary {
  #windowMs = Number.NEGATIVE_INFINITY;
  #told = 0;
  readonly #waiting = new Map<RejectedWebhook['verdict'], RejectedWebhook & { readonly count: number }>();

  /** Whether `flush` has something to tell. */
  get isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Takes one refusal; gives the event to tell now, or null when it waits for `flush`. */
  take(event: RejectedWebhook): RejectedWebhook | null {
    if (event.atMs - this.#windowMs >= summaryWindowMs) {
      this.#windowMs = event.atMs;
      this.#told = 0;
    }
    this.#told += 1;
    if (this.#told <= tellOneByOne) return event;
    const first = this.#waiting.get(event.verdict) ?? { ...event, count: 0 };
    this.#waiting.set(event.verdict, { ...first, atMs: event.atMs, count: first.count + 1 });
    return null;
  }

  /** What waits, and then no longer does. */
  flush(): readonly RejectedWebhook[] {
    const events = [...this.#waiting.values()];
    this.#waiting.clear();
    return events;
  }
}
