import type { OrderTable } from './order-table.js';

/**
 * A head that moves over the orders from the oldest to the newest and finds those that are open too long. All orders share one
 * limit and are planned in the order of their instants, so it never moves back: each order is looked at once, however many
 * there are.
 */
export class OverdueHead {
  /** All orders before this number have passed the limit. */
  #head = 0;
  /** Accepted only after the limit had passed, and not looked at since. */
  readonly #acceptedLate = new Set<number>();

  /** `limitMs`: from an order's planned instant. */
  constructor(
    private readonly orders: OrderTable,
    readonly limitMs: number,
  ) {}

  accepted(seq: number): void {
    if (seq < this.#head) this.#acceptedLate.add(seq);
  }

  /** The order came to its end, and is not to be given out any more. */
  counted(seq: number): void {
    this.#acceptedLate.delete(seq);
  }

  /** Whether the order can't be given out any more: it was, or it was not open when its limit passed. */
  isPast(seq: number): boolean {
    return seq < this.#head && !this.#acceptedLate.has(seq);
  }

  /** The accepted orders without an end although their limit has passed; each is given out once. */
  take(nowMs: number): number[] {
    const due = [...this.#acceptedLate];
    this.#acceptedLate.clear();
    while (this.#head <= this.orders.lastSeq) {
      // The row of a forgotten order is gone; it was over long before. In a gap there never was one.
      if (this.orders.isKept(this.#head)) {
        if (!(this.orders.plannedMs(this.#head) + this.limitMs < nowMs)) break;
        due.push(this.#head);
      }
      this.#head += 1;
    }
    return due.filter((seq) => this.#isOpen(seq));
  }

  #isOpen(seq: number): boolean {
    const phase = this.orders.phase(seq);
    return phase === 'open' || phase === 'expired';
  }
}
