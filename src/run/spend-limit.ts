import type { Cents } from '../contract/money.js';

/** What bounds the worst case of all orders that may be paid for. */
export interface SpendLimit {
  /** Null for no limit. */
  readonly limitCents: Cents | null;
  /** What is set aside and not given back: never above the limit. */
  readonly committedCents: Cents;
  /** Sets a sum aside; false when that would pass the limit. */
  reserve(cents: Cents): boolean;
  /** Gives back a part of what was set aside for order `seq`; null for one that has just been reserved and is not sent after all. */
  release(cents: Cents, seq: number | null): void;
}

/** One sum for a whole run. */
export class RunSpendLimit implements SpendLimit {
  committedCents: Cents = 0;

  constructor(readonly limitCents: Cents | null) {}

  reserve(cents: Cents): boolean {
    const total = this.committedCents + cents;
    if (this.limitCents !== null && total > this.limitCents) return false;
    this.committedCents = total;
    return true;
  }

  release(cents: Cents): void {
    this.committedCents -= cents;
  }
}
