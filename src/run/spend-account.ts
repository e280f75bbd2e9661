import type { FailureReason } from '../contract/failure-reason.js';
import type { Cents } from '../contract/money.js';
import { type OrderMix, orderMix } from '../load/order-mix.js';
import { highestPricesCents, orderCostCents } from '../load/worst-case.js';
import type { ReplayResult } from '../order-event.js';
import type { Profile } from '../profile/profile.js';
import type {
  AnsweredOrder,
  DecidedOrder,
  ReplayedOrder,
  TrackerListener,
} from '../tracker/tracker-listener.js';

/**
 * Failures before the wholesale cost is debited (header-key guide: debited at fulfilment): the hold is released. All
 * others may be found at the fulfilment, by the supplier, so that their refund is only promised.
 */
const beforeDebit: ReadonlySet<FailureReason> = new Set([
  'insufficient_funds',
  'out_of_stock',
  'stock_revoked',
  'payment_3ds_failed',
]);

/** A key that was used again sold nothing more, by the API's own word. Without an answer nobody knows. */
const soldNothing: ReadonlySet<ReplayResult> = new Set(['same_order', 'conflict', 'mismatch']);

/**
 * What the run's orders cost. Until the API says otherwise the worst is assumed: an order that was sent counts as paid, also
 * when its answer was lost, at the highest price that `limits.skus` allows, and each use of its key as one order more.
 * What was debited and refunded is told by the catalogue's prices.
 */
export class SpendAccount implements TrackerListener {
  readonly limitCents: Cents | null;
  #committedCents: Cents = 0;
  #debitedCents: Cents = 0;
  #refundedCents: Cents = 0;
  #refunds = 0;
  readonly #mix: OrderMix;
  /** Of one piece of each entry of the mix. */
  readonly #highestCents: readonly Cents[];

  /** `pricesCents`: what one order of each entry of the mix costs, by the catalogue. */
  constructor(
    private readonly profile: Profile,
    private readonly pricesCents: readonly Cents[],
  ) {
    const { orders, replays, load, limits } = profile;
    this.limitCents = limits.spendCents;
    this.#mix = orderMix(orders, replays, load.seed);
    this.#highestCents =
      highestPricesCents(profile) ?? orders.map(({ quantity }, sku) => this.#price(sku) / quantity);
  }

  /** Sets the worst case of one order aside before it is sent; false when that would pass the limit. */
  reserve(sku: number, replayed: boolean): boolean {
    const total = this.#committedCents + this.#cost(sku, replayed);
    if (this.limitCents !== null && total > this.limitCents) return false;
    this.#committedCents = total;
    return true;
  }

  /** Gives back what was set aside for an order that is not sent after all. */
  release(sku: number, replayed: boolean): void {
    this.#committedCents -= this.#cost(sku, replayed);
  }

  answered({ seq, sku, outcome }: AnsweredOrder): void {
    if (outcome === 'accepted') this.#debitedCents += this.#price(sku);
    if (outcome !== 'refused') return;
    // Its key was not used with another body, but its twin may have been taken: the twin's answer is not told.
    const otherCents = this.#mix.isReplayed(seq) ? this.#otherBody(sku) : 0;
    this.#committedCents -= this.#cost(sku, false) + otherCents;
  }

  replayed({ sku, variant, result }: ReplayedOrder): void {
    if (!soldNothing.has(result)) return;
    this.#committedCents -= variant === 'same_body' ? this.#cost(sku, false) : this.#otherBody(sku);
  }

  decided({ sku, outcome, reason }: DecidedOrder): void {
    if (outcome !== 'failed' || reason === null) return;
    if (beforeDebit.has(reason)) {
      this.#debitedCents -= this.#price(sku);
      this.#committedCents -= this.#cost(sku, false);
    } else {
      this.#refundedCents += this.#price(sku);
      this.#refunds += 1;
    }
  }

  /** What one order of an entry of the mix costs at most. */
  highestCents(sku: number): Cents {
    return this.#cost(sku, false);
  }

  /** What is set aside and not given back: never above the limit. */
  get committedCents(): Cents {
    return this.#committedCents;
  }

  /** The price of accepted orders, without those that failed before they were debited. */
  get debitedCents(): Cents {
    return this.#debitedCents;
  }

  /** Part of that which the API promises to give back for failed orders. */
  get refundedCents(): Cents {
    return this.#refundedCents;
  }

  /** How many orders that is. */
  get refunds(): number {
    return this.#refunds;
  }

  #price(sku: number): Cents {
    return this.pricesCents[sku] ?? 0;
  }

  #cost(sku: number, replayed: boolean): Cents {
    const entry = this.profile.orders[sku];
    if (entry === undefined) throw new RangeError(`the order mix has no entry ${sku}`);
    return orderCostCents(entry, this.#highestCents[sku] ?? 0, replayed);
  }

  /** What the call with the order's key and another body may cost. */
  #otherBody(sku: number): Cents {
    return this.#cost(sku, true) - 2 * this.#cost(sku, false);
  }
}
