import type { Clock } from '../clock.js';
import type { OrderEvent } from '../order-event.js';

export interface IntentsParts {
  readonly firstSeq: number;
  readonly clock: Clock;
  /** Sets the order's worst-case price aside; false when that would pass the limit, and the order must not be sent. */
  readonly reserve: (seq: number) => boolean;
  readonly take: (event: OrderEvent) => void;
  /** Settles when what was taken so far is as safe as the journal promises; false when the journal has failed. */
  readonly durable: () => Promise<boolean>;
}

/**
 * No order leaves before a line that covers its number is safe in the journal: whatever happens after that, the order can
 * be found again. One line covers many orders, so this costs some syncs a second, not one an order.
 */
export class Intents {
  /** No line covers the orders from this number on. */
  #covered: number;
  /** Orders before this number may be sent. */
  #granted: number;
  readonly #denied = new Set<number>();

  constructor(private readonly parts: IntentsParts) {
    this.#covered = parts.firstSeq;
    this.#granted = parts.firstSeq;
  }

  /** The first order that no line covers. */
  get coveredEnd(): number {
    return this.#covered;
  }

  /** Whether the line that covers the order is safe. */
  isGranted(seq: number): boolean {
    return seq < this.#granted;
  }

  /** Whether the order must not be sent, because its price would pass the spend limit. Told once. */
  isDenied(seq: number): boolean {
    return this.#denied.delete(seq);
  }

  /** Writes the line for all orders before `end` that have none, and grants them when it is safe; false if it never is. */
  async cover(end: number): Promise<boolean> {
    const { clock, reserve, take, durable } = this.parts;
    if (end <= this.#covered) return true;
    const allowed: { from: number; to: number }[] = [];
    for (; this.#covered < end; this.#covered += 1) {
      const seq = this.#covered;
      const last = allowed.at(-1);
      // Limits first: no line covers an order that passes one, so that nobody sends it after a crash either.
      if (!reserve(seq)) this.#denied.add(seq);
      else if (last?.to === seq - 1) last.to = seq;
      else allowed.push({ from: seq, to: seq });
    }
    for (const range of allowed) take({ kind: 'intent', atMs: clock.nowMs(), ...range });
    if (!(await durable())) return false;
    this.#granted = Math.max(this.#granted, end);
    return true;
  }
}
