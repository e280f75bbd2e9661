import type { OrderTable } from './order-table.js';

/**
 * Two heads that move over the orders from the oldest to the newest. All orders share one deadline and are planned in
 * the order of their instants, so neither head ever moves back: each order is looked at once, however many there are.
 */
export class OrdersByAge {
  #lastSeq = -1;
  /** All orders before this number have passed their deadline. */
  #deadlineHead = 0;
  /** All orders before this number are over. */
  #openHead = 0;
  /** Accepted only after their deadline had passed. */
  #acceptedLate: number[] = [];

  constructor(
    private readonly orders: OrderTable,
    private readonly deadlineMs: number,
  ) {}

  planned(seq: number): void {
    this.#lastSeq = Math.max(this.#lastSeq, seq);
  }

  accepted(seq: number): void {
    if (seq < this.#deadlineHead) this.#acceptedLate.push(seq);
  }

  deadlineAtMs(seq: number): number {
    return this.orders.plannedMs(seq) + this.deadlineMs;
  }

  /** The orders that are open although their deadline has passed; each is given out once. */
  takeOverdue(nowMs: number): number[] {
    const due = this.#acceptedLate;
    this.#acceptedLate = [];
    while (this.#deadlineHead <= this.#lastSeq) {
      const seq = this.#deadlineHead;
      // The row of a forgotten order is gone; it was over long before.
      if (!this.orders.isForgotten(seq)) {
        if (!(this.deadlineAtMs(seq) < nowMs)) break;
        due.push(seq);
      }
      this.#deadlineHead += 1;
    }
    return due.filter((seq) => this.orders.phase(seq) === 'open');
  }

  /** The planned instant of the oldest order that is not over; null when there is none. */
  oldestInFlightMs(): number | null {
    this.#openHead = this.orders.firstNotOver(this.#openHead, this.#lastSeq + 1);
    return this.#openHead <= this.#lastSeq ? this.orders.plannedMs(this.#openHead) : null;
  }
}
