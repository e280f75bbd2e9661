import type { OrderTable } from './order-table.js';
import { OverdueHead } from './overdue-head.js';

/** Which orders are too old, and which is the oldest. */
export class OrdersByAge {
  readonly #deadline: OverdueHead;
  /** Those of other limits. */
  readonly #heads: OverdueHead[] = [];
  /** All orders before this number are over. */
  #openHead = 0;

  constructor(
    private readonly orders: OrderTable,
    deadlineMs: number,
  ) {
    this.#deadline = new OverdueHead(orders, deadlineMs);
  }

  accepted(seq: number): void {
    this.#deadline.accepted(seq);
    for (const head of this.#heads) head.accepted(seq);
  }

  deadlineAtMs(seq: number): number {
    return this.orders.plannedMs(seq) + this.#deadline.limitMs;
  }

  /** The orders that are open although their deadline has passed, and were not told to have expired; each is given out once. */
  takeOverdue(nowMs: number): number[] {
    return this.#deadline.take(nowMs).filter((seq) => this.orders.phase(seq) === 'open');
  }

  /** A head of its own for another limit than the deadline. */
  overdueAfter(limitMs: number): OverdueHead {
    const head = new OverdueHead(this.orders, limitMs);
    this.#heads.push(head);
    return head;
  }

  /** The planned instant of the oldest order that is not over; null when there is none. */
  oldestInFlightMs(): number | null {
    const { lastSeq } = this.orders;
    this.#openHead = this.orders.firstNotOver(this.#openHead, lastSeq + 1);
    return this.#openHead <= lastSeq ? this.orders.plannedMs(this.#openHead) : null;
  }
}
