import type { FailureReason } from '../contract/failure-reason.js';
import type { Cents } from '../contract/money.js';
import type { AnsweredOrder, DecidedOrder, TrackerListener } from '../tracker/tracker-listener.js';

/** Failures before the wholesale cost is debited (header-key guide: debited at fulfilment): the hold is released. */
const beforeDebit: ReadonlySet<FailureReason> = new Set([
  'insufficient_funds',
  'out_of_stock',
  'stock_revoked',
  'payment_3ds_failed',
  'invalid_region',
]);

/**
 * What the run's orders cost, from the catalogue's prices. Until the API says otherwise the worst is assumed: an order
 * that was sent counts as paid, also when its answer was lost.
 */
export class SpendAccount implements TrackerListener {
  #committedCents: Cents = 0;
  #debitedCents: Cents = 0;
  #refundedCents: Cents = 0;

  /** `pricesCents`: what one order of each entry of the mix costs; `limitCents`: null for no limit. */
  constructor(
    private readonly pricesCents: readonly Cents[],
    readonly limitCents: Cents | null,
  ) {}

  /** Sets the worst-case price of one order aside before it is sent; false when that would pass the limit. */
  reserve(sku: number, _replayed: boolean): boolean {
    const total = this.#committedCents + this.#price(sku);
    if (this.limitCents !== null && total > this.limitCents) return false;
    this.#committedCents = total;
    return true;
  }

  /** Gives back what was set aside for an order that is not sent after all. */
  release(sku: number, _replayed: boolean): void {
    this.#committedCents -= this.#price(sku);
  }

  answered({ sku, outcome }: AnsweredOrder): void {
    if (outcome === 'refused') this.#committedCents -= this.#price(sku);
    if (outcome === 'accepted') this.#debitedCents += this.#price(sku);
  }

  decided({ sku, outcome, reason }: DecidedOrder): void {
    if (outcome !== 'failed' || reason === null) return;
    if (beforeDebit.has(reason)) {
      this.#debitedCents -= this.#price(sku);
      this.#committedCents -= this.#price(sku);
    } else {
      this.#refundedCents += this.#price(sku);
    }
  }

  /** The price of accepted orders, without those that failed before they were debited. */
  get debitedCents(): Cents {
    return this.#debitedCents;
  }

  /** Part of that which the API promises to give back for failed orders. */
  get refundedCents(): Cents {
    return this.#refundedCents;
  }

  #price(sku: number): Cents {
    return this.pricesCents[sku] ?? 0;
  }
}
