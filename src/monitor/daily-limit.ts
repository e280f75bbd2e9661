import type { Cents } from '../contract/money.js';
import type { SpendLimit } from '../run/spend-limit.js';

/** What was set aside on one day, and for whom. */
export interface SpendDay {
  /** In UTC, such as `2026-11-22`. */
  readonly day: string;
  /** The first order whose price counts to this day. */
  readonly fromSeq: number;
  readonly committedCents: Cents;
}

/** The day of an instant in milliseconds since 1970, in UTC. */
export function utcDay(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 10);
}

/** One sum for each day. What is given back of an earlier day's orders makes no room today. */
export class DailyLimit implements SpendLimit {
  #day: SpendDay;

  constructor(
    readonly limitCents: Cents | null,
    day: SpendDay,
  ) {
    this.#day = day;
  }

  /** To be kept for a later process. */
  get today(): SpendDay {
    return this.#day;
  }

  get committedCents(): Cents {
    return this.#day.committedCents;
  }

  /** Goes on with a day of an earlier process. */
  goOnWith(day: SpendDay): void {
    this.#day = day;
  }

  reserve(cents: Cents): boolean {
    if (this.limitCents !== null && this.committedCents + cents > this.limitCents) return false;
    this.commit(cents);
    return true;
  }

  /** Counts what an earlier process had set aside, whatever the limit is now. */
  commit(cents: Cents): void {
    this.#day = { ...this.#day, committedCents: this.committedCents + cents };
  }

  release(cents: Cents, seq: number | null): void {
    if (seq === null || this.covers(seq)) this.commit(-cents);
  }

  /** Whether what was set aside for the order counts to this day. */
  covers(seq: number): boolean {
    return seq >= this.#day.fromSeq;
  }

  /**
   * Looks at the date before the order `nextSeq` is paid for; true when a new day has begun. Where the clock was set back, what was
   * spent stays: the day is another one, but nothing may be spent twice.
   */
  lookAt(wallMs: number, nextSeq: number): boolean {
    const day = utcDay(wallMs);
    if (day === this.#day.day) return false;
    const isLater = day > this.#day.day;
    this.#day = isLater ? { day, fromSeq: nextSeq, committedCents: 0 } : { ...this.#day, day };
    return isLater;
  }
}
