import type { Cents } from '../contract/money.js';
import type { OrderState } from '../contract/order-state.js';
import type { InductionSet } from './induction-set.js';
import type { LedgerLine } from './ledger.js';
import type { ShelfItem } from './shelf.js';

/**
 * An order as the simulator keeps it: a few numbers of one shape, because there may be a million. What can be told
 * again from its number (fate, history, codes, bodies) is not kept. Instants are readings of the simulator's clock;
 * NaN where there was none yet.
 */
export class SandboxOrder implements LedgerLine {
  state: OrderState = 'pending';
  /** Whether the first answer has left (or its connection was reset): until then the key is in work. */
  answered = false;
  heldCents: Cents = 0;
  debits = 0;
  debitedCents: Cents = 0;
  refunds = 0;
  refundedCents: Cents = 0;
  /** When the final webhook was first handed to the wire. */
  webhookMs = Number.NaN;
  /** When its status was last told. */
  polledMs = Number.NaN;
  refundedMs = Number.NaN;
  /** How long it had to wait for a free supplier; NaN before it asked for one. */
  supplierWaitMs = Number.NaN;

  constructor(
    readonly number: number,
    readonly key: string | null,
    readonly item: ShelfItem,
    readonly quantity: number,
    /** What it meets: as asked and drawn, and as real money and real stock turned out. */
    public inductions: InductionSet,
    /** When the create call was received. */
    readonly createdMs: number,
  ) {}

  get priceCents(): Cents {
    return this.item.priceCents * this.quantity;
  }
}
