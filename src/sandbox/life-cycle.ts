import type { ApiError } from '../contract/api-error.js';
import type { Dialect } from '../contract/dialect.js';
import { nextStates, type OrderState } from '../contract/order-state.js';
import type { InductionDraws } from './drawn-inductions.js';
import { DueQueue } from './due-queue.js';
import { type InductionSet, induces, inductionSet } from './induction-set.js';
import type { Ledger } from './ledger.js';
import type { OrderBook } from './order-book.js';
import type { FateTeller, OrderFate } from './order-fate.js';
import { sandboxLimits } from './sandbox-limits.js';
import { SandboxOrder } from './sandbox-order.js';
import type { ShelfItem } from './shelf.js';
import type { SupplierPool } from './supplier-pool.js';

/** What an order is made from. `atMs` is when its create call was received. */
export interface OrderRequest {
  readonly item: ShelfItem;
  readonly quantity: number;
  readonly key: string | null;
  readonly requested: InductionSet;
  readonly atMs: number;
}

export interface LifeCycleParts {
  readonly dialect: Dialect;
  readonly draws: InductionDraws;
  readonly fateOf: FateTeller;
  readonly ledger: Ledger;
  readonly book: OrderBook;
  /** Null where every order finds a supplier at once. */
  readonly suppliers: SupplierPool | null;
  /** Called after each move of an order; `order.state` is where it stands since `atMs`. */
  announce(order: SandboxOrder, atMs: number): void;
}

/**
 * Takes orders from state to state when their time has come. Knows no timer: whoever drives it asks for `nextDueMs` and
 * calls `advance`. Each step is taken at the instant it was due, so a late driver shifts no later step.
 */
export class LifeCycle {
  readonly #parts: LifeCycleParts;
  readonly #due = new DueQueue<SandboxOrder>();
  #nextNumber = 0;
  /** Create calls turned away because the book is full of undecided orders, or the queue for the suppliers. */
  turnedAway = 0;

  constructor(parts: LifeCycleParts) {
    this.#parts = parts;
  }

  get placed(): number {
    return this.#nextNumber;
  }

  nextDueMs(): number {
    return this.#due.nextDueMs();
  }

  /** A new order, or what the dialect answers instead. A call that is refused uses up a number but leaves no order. */
  place({ item, quantity, key, requested, atMs }: OrderRequest): SandboxOrder | ApiError {
    const { book, draws, dialect, fateOf } = this.#parts;
    if (this.#isQueueFull() || !book.makeRoom()) {
      this.turnedAway += 1;
      return { error: 'unavailable', message: 'the sandbox holds as many undecided orders as it can' };
    }
    const number = this.#nextNumber++;
    const order = new SandboxOrder(number, key, item, quantity, draws.forOrder(number, requested), atMs);
    const fate = fateOf(number, order.inductions);
    if (!dialect.refusesAtCreate) {
      book.add(order);
      this.#due.push(atMs + fate.pendingMs, order);
      return order;
    }
    const lack = lackOf(order.inductions) ?? this.#reserve(order);
    if (lack !== null) return refusals[lack];
    book.add(order);
    this.#move(order, 'reserved', atMs + fate.pendingMs);
    this.#due.push(atMs + fate.pendingMs + fate.reservedMs, order);
    return order;
  }

  /** Takes every step that is due at `nowMs`. */
  advance(nowMs: number): void {
    for (;;) {
      const atMs = this.#due.nextDueMs();
      const order = this.#due.popDue(nowMs);
      if (order === undefined) return;
      this.#step(order, atMs);
    }
  }

  /** Pays a delivered order back by hand, once; false when it can't be refunded. */
  refund(order: SandboxOrder, atMs: number): boolean {
    if (order.state !== 'delivered' || order.refunds > 0) return false;
    this.#payBack(order, atMs);
    if (this.#parts.dialect.refundIsState) this.#move(order, 'refunded', atMs);
    return true;
  }

  #step(order: SandboxOrder, atMs: number): void {
    const fate = this.#parts.fateOf(order.number, order.inductions);
    if (order.state === fate.failsFrom) this.#fail(order, fate, atMs);
    else if (order.state === 'pending') this.#leavePending(order, fate, atMs);
    else if (order.state === 'reserved') this.#leaveReserved(order, fate, atMs);
    else if (order.state === 'processing') this.#deliver(order, fate, atMs);
    else if (order.state === 'delivered') this.refund(order, atMs);
    else if (order.state === 'failed') this.#payBack(order, atMs);
  }

  #leavePending(order: SandboxOrder, fate: OrderFate, atMs: number): void {
    const lack = this.#reserve(order);
    if (lack !== null) {
      order.inductions |= inductionSet(lack);
      this.#move(order, 'failed', atMs);
      return;
    }
    this.#move(order, 'reserved', atMs);
    this.#due.push(atMs + fate.reservedMs, order);
  }

  /** Comes by a second time when it had to wait for a supplier. */
  #leaveReserved(order: SandboxOrder, fate: OrderFate, atMs: number): void {
    const { suppliers } = this.#parts;
    if (suppliers !== null && Number.isNaN(order.supplierWaitMs)) {
      const beginsMs = suppliers.join(atMs);
      order.supplierWaitMs = beginsMs - atMs;
      if (beginsMs > atMs) {
        this.#due.push(beginsMs, order);
        return;
      }
    }
    suppliers?.begin();
    this.#dispatch(order, fate, atMs);
  }

  #isQueueFull(): boolean {
    return (this.#parts.suppliers?.waiting ?? 0) >= sandboxLimits.waitingForSupplier;
  }

  /** The wholesale cost is debited when the fulfilment begins. */
  #dispatch(order: SandboxOrder, fate: OrderFate, atMs: number): void {
    this.#parts.ledger.debit(order);
    this.#move(order, 'processing', atMs);
    this.#due.push(atMs + fate.processingMs, order);
  }

  #deliver(order: SandboxOrder, fate: OrderFate, atMs: number): void {
    this.#move(order, 'delivered', atMs);
    if (fate.manualRefundMs !== null) this.#due.push(atMs + fate.manualRefundMs, order);
  }

  #fail(order: SandboxOrder, fate: OrderFate, atMs: number): void {
    const wasReserved = order.state !== 'pending';
    this.#move(order, 'failed', atMs);
    // What the supplier took back does not return to the shelf.
    if (wasReserved && fate.reason !== 'stock_revoked') order.item.stock += order.quantity;
    if (order.debits > 0) this.#due.push(atMs + fate.autoRefundMs, order);
    else this.#parts.ledger.release(order);
  }

  /** Holds money and stock, or says what is missing. */
  #reserve(order: SandboxOrder): Lack | null {
    if (order.item.stock < order.quantity) return 'out_of_stock';
    if (!this.#parts.ledger.hold(order, order.priceCents)) return 'insufficient_funds';
    order.item.stock -= order.quantity;
    return null;
  }

  #payBack(order: SandboxOrder, atMs: number): void {
    this.#parts.ledger.refund(order);
    order.refundedMs = atMs;
  }

  #move(order: SandboxOrder, to: OrderState, atMs: number): void {
    if (!nextStates[order.state].includes(to)) {
      throw new Error(`an order in state ${order.state} was to be moved to ${to}`);
    }
    order.state = to;
    this.#parts.announce(order, atMs);
  }
}

type Lack = 'insufficient_funds' | 'out_of_stock';

function lackOf(inductions: InductionSet): Lack | null {
  if (induces(inductions, 'insufficient_funds')) return 'insufficient_funds';
  return induces(inductions, 'out_of_stock') ? 'out_of_stock' : null;
}

const refusals: Readonly<Record<Lack, ApiError>> = {
  insufficient_funds: { error: 'insufficient_funds', message: 'the balance does not cover this order' },
  out_of_stock: { error: 'out_of_stock', message: 'this SKU is sold out' },
};
