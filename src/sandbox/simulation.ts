import type { Clock } from '../clock.js';
import type { Dialect, ServerOrder } from '../contract/dialect.js';
import { dialects } from '../contract/dialects.js';
import type { OrderState } from '../contract/order-state.js';
import { inductionDraws } from './drawn-inductions.js';
import { Ledger } from './ledger.js';
import { LifeCycle } from './life-cycle.js';
import { OrderBook } from './order-book.js';
import { type CodeTeller, codeTeller } from './order-codes.js';
import { type FateTeller, fateTeller, type OrderFate, withSupplierWait } from './order-fate.js';
import { reachedMs } from './order-history.js';
import { type OrderIds, orderIds } from './order-id.js';
import { sandboxLimits } from './sandbox-limits.js';
import type { SandboxOptions } from './sandbox-options.js';
import type { SandboxOrder } from './sandbox-order.js';
import { type ShelfItem, stockedShelf } from './shelf.js';
import { SupplierPool } from './supplier-pool.js';
import { WebhookOutbox } from './webhook-outbox.js';

/**
 * The whole order API but its sockets: the parts, joined. It moves only when told the time (`advance`), so tests drive
 * it by a manual clock and a server by a timer.
 */
export class Simulation {
  readonly options: SandboxOptions;
  readonly clock: Clock;
  readonly dialect: Dialect;
  readonly ids: OrderIds;
  readonly book: OrderBook;
  readonly ledger: Ledger;
  readonly lifeCycle: LifeCycle;
  /** Null where any number of orders can be fulfilled at once. */
  readonly suppliers: SupplierPool | null;
  readonly outbox: WebhookOutbox;
  readonly drawCall: (call: number) => number;
  readonly shelf: ReadonlyMap<string, ShelfItem>;
  readonly #fates: FateTeller;
  readonly #codes: CodeTeller;
  /** Set by whoever holds answers back until a webhook was tried. */
  onFinalTried: (order: SandboxOrder) => void = () => {};

  constructor(options: SandboxOptions, clock: Clock) {
    const draws = inductionDraws(options);
    this.options = options;
    this.clock = clock;
    this.dialect = dialects[options.dialect];
    this.shelf = stockedShelf();
    this.ids = orderIds(options.seed);
    this.book = new OrderBook(sandboxLimits.keptOrders);
    this.ledger = new Ledger(options.balanceCents);
    this.drawCall = draws.forCall;
    this.#fates = fateTeller(this.dialect, options);
    this.#codes = codeTeller(options.seed);
    this.outbox = this.#newOutbox();
    this.suppliers = options.capacity === null ? null : new SupplierPool(options.capacity);
    this.lifeCycle = new LifeCycle({
      dialect: this.dialect,
      draws,
      fateOf: this.#fates,
      ledger: this.ledger,
      book: this.book,
      suppliers: this.suppliers,
      announce: (order, atMs) => this.outbox.announce(order, atMs),
    });
  }

  nextDueMs(): number {
    return Math.min(this.lifeCycle.nextDueMs(), this.outbox.nextDueMs());
  }

  advance(nowMs: number): void {
    this.lifeCycle.advance(nowMs);
    this.outbox.advance(nowMs);
  }

  /** What becomes of the order, with its wait for a supplier as far as that is known. */
  fateOf(order: SandboxOrder): OrderFate {
    return withSupplierWait(this.#fates(order.number, order.inductions), order.supplierWaitMs);
  }

  /** The order with this id, if it is remembered. */
  find(orderId: string): SandboxOrder | undefined {
    const number = this.ids.numberOf(orderId);
    return number === null ? undefined : this.book.byNumber(number);
  }

  /** The order as it stands, or as it would stand in another `state` reached at `changedMs`. */
  told(order: SandboxOrder, state: OrderState = order.state, changedMs?: number): ServerOrder {
    const fate = this.fateOf(order);
    const failureReason = state === 'failed' ? (fate.reason ?? 'supplier_timeout') : null;
    return {
      orderId: this.ids.idOf(order.number),
      state,
      createdAt: this.isoTime(order.createdMs),
      unitPriceCents: order.item.priceCents,
      failureReason,
      codes: state === 'delivered' ? this.#codes(order) : [],
      codeType: order.item.codeType,
      changedAt: this.isoTime(changedMs ?? reachedMs(order, fate, state)),
    };
  }

  isoTime(atMs: number): string {
    return new Date(this.clock.wallMs(atMs)).toISOString();
  }

  #newOutbox(): WebhookOutbox {
    const { webhookUrl, speed, webhookDelayMs, intermediateWebhooks } = this.options;
    return new WebhookOutbox({
      hasTarget: webhookUrl !== null,
      speed,
      webhookDelayMs,
      intermediateWebhooks,
      limit: sandboxLimits.queuedWebhooks,
      idOf: this.ids.idOf,
      finalTried: (order) => this.onFinalTried(order),
    });
  }
}
