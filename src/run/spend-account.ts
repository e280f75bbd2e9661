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
import { RunSpendLimit, type SpendLimit } from './spend-limit.js';

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

/** What orders cost and what came back, by the catalogue's prices. */
export interface SpendTotals {
  readonly debitedCents: Cents;
  readonly refundedCents: Cents;
  /** Orders that are to be paid back. */
  readonly refunds: number;
}

/**
 * What the run's orders cost. Until the API says otherwise the worst is assumed: an order that was sent counts as paid, also
 * when its answer was lost, at the highest price that `limits.skus` allows, and each use of its key as one order more.
 * What was debited and refunded is told by the catalogue's prices.
 */
export class SpendAccount implements TrackerListener, SpendTotals {
  #debitedCents: Cents;
  #refundedCents: Cents;
  #refunds: number;
  readonly #mix: OrderMix;
  /** Of one piece of each entry of the mix. */
  readonly #highestCents: readonly Cents[];

  /**
   * `pricesCents`: what one order of each entry of the mix costs, by the catalogue. `earlier`: what other orders cost, before this
   * account was opened.
   */
  constructor(
    private readonly profile: Profile,
    private readonly pricesCents: readonly Cents[],
    private readonly limit: SpendLimit = new RunSpendLimit(profile.limits.spendCents),
    earlier: SpendTotals = { debitedCents: 0, refundedCents: 0, refunds: 0 },
  ) {
    const { orders, replays, load } = profile;
    this.#debitedCents = earlier.debitedCents;
    this.#refundedCents = earlier.refundedCents;
    this.#refunds = earlier.refunds;
    this.#mix = orderMix(orders, replays, load.seed);
    this.#highestCents =
      highestPricesCents(profile) ?? orders.map(({ quantity }, sku) => this.#price(sku) / quantity);
  }

  /** Sets the worst case of one order aside before it is sent; false when that would pass the limit. */
  reserve(sku: number, replayed: boolean): boolean {
    return this.limit.reserve(this.worstCents(sku, replayed));
  }

  /** Gives back what was set aside for an order that is not sent after all. */
  release(sku: number, replayed: boolean): void {
    this.limit.release(this.worstCents(sku, replayed), null);
  }

  answered({ seq, sku, outcome }: AnsweredOrder): void {
    if (outcome === 'accepted') this.#debitedCents += this.#price(sku);
    if (outcome !== 'refused') return;
    // Its key was not used with another body, but its twin may have been taken: the twin's answer is not told.
    const otherCents = this.#mix.isReplayed(seq) ? this.#otherBody(sku) : 0;
    this.limit.release(this.worstCents(sku, false) + otherCents, seq);
  }

  replayed({ seq, sku, variant, result }: ReplayedOrder): void {
    if (!soldNothing.has(result)) return;
    this.limit.release(variant === 'same_body' ? this.worstCents(sku, false) : this.#otherBody(sku), seq);
  }

  decided({ seq, sku, outcome, reason }: DecidedOrder): void {
    if (outcome !== 'failed' || reason === null) return;
    if (beforeDebit.has(reason)) {
      this.#debitedCents -= this.#price(sku);
      this.limit.release(this.worstCents(sku, false), seq);
    } else {
      this.#refundedCents += this.#price(sku);
      this.#refunds += 1;
    }
  }

  /** What one order of an entry of the mix costs at most. */
  highestCents(sku: number): Cents {
    return this.worstCents(sku, false);
  }

  /** The same, with what its key sells in the worst case when it is used again. */
  worstCents(sku: number, replayed: boolean): Cents {
    const entry = this.profile.orders[sku];
    if (entry === undefined) throw new RangeError(`the order mix has no entry ${sku}`);
    return orderCostCents(entry, this.#highestCents[sku] ?? 0, replayed);
  }

  /** Null for no limit. */
  get limitCents(): Cents | null {
    return this.limit.limitCents;
  }

  /** What is set aside and not given back: never above the limit. */
  get committedCents(): Cents {
    return this.limit.committedCents;
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

  /** What the call with the order's key and another body may cost. */
  #otherBody(sku: number): Cents {
    return this.worstCents(sku, true) - 2 * this.worstCents(sku, false);
  }
}
