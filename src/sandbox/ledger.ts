import type { Cents } from '../contract/money.js';

/** What the ledger keeps of one order; all in cents but the two counts. */
export interface LedgerLine {
  /** Reserved and neither debited nor released. */
  heldCents: Cents;
  debits: number;
  debitedCents: Cents;
  refunds: number;
  refundedCents: Cents;
}

/** The ledger's sums, in cents. `closing` = `opening` - `debits` + `refunds`; `held` is part of `closing`. */
export interface LedgerTotals {
  readonly openingCents: Cents;
  readonly heldCents: Cents;
  readonly debitsCents: Cents;
  readonly refundsCents: Cents;
  readonly closingCents: Cents;
}

/**
 * The partner's money: what is reserved is held, what is fulfilled is debited, what failed is released or refunded. The
 * balance less the holds never falls below zero. A step that the line does not allow is a bug of ours and throws.
 */
export class Ledger {
  readonly #openingCents: Cents;
  #balanceCents: Cents;
  #heldCents = 0;
  #debitsCents = 0;
  #refundsCents = 0;

  constructor(openingCents: Cents) {
    this.#openingCents = openingCents;
    this.#balanceCents = openingCents;
  }

  /** Holds the price of an order; false when the money is not there. */
  hold(line: LedgerLine, cents: Cents): boolean {
    if (this.#balanceCents - this.#heldCents < cents) return false;
    expectStep(line.heldCents === 0 && line.debits === 0, 'hold');
    line.heldCents = cents;
    this.#heldCents += cents;
    return true;
  }

  /** Gives the hold back to the balance. */
  release(line: LedgerLine): void {
    this.#heldCents -= line.heldCents;
    line.heldCents = 0;
  }

  /** Takes the held money. */
  debit(line: LedgerLine): void {
    expectStep(line.heldCents > 0, 'debit');
    const cents = line.heldCents;
    this.release(line);
    line.debits += 1;
    line.debitedCents += cents;
    this.#debitsCents += cents;
    this.#balanceCents -= cents;
  }

  /** Pays back what was debited. */
  refund(line: LedgerLine): void {
    const cents = line.debitedCents - line.refundedCents;
    expectStep(cents > 0, 'refund');
    line.refunds += 1;
    line.refundedCents += cents;
    this.#refundsCents += cents;
    this.#balanceCents += cents;
  }

  totals(): LedgerTotals {
    return {
      openingCents: this.#openingCents,
      heldCents: this.#heldCents,
      debitsCents: this.#debitsCents,
      refundsCents: this.#refundsCents,
      closingCents: this.#balanceCents,
    };
  }
}

function expectStep(allowed: boolean, step: string): void {
  if (!allowed) throw new Error(`the ledger was asked for a ${step} that its order does not allow`);
}

/**
 * Whether the sums agree with each other and with `lines`, which have to be the lines of all orders there were; null
 * where some were forgotten, so that only the sums are checked.
 */
export function isBalanced(totals: LedgerTotals, lines: Iterable<LedgerLine> | null): boolean {
  const { openingCents, heldCents, debitsCents, refundsCents, closingCents } = totals;
  if (closingCents !== openingCents - debitsCents + refundsCents) return false;
  if (heldCents < 0 || closingCents - heldCents < 0) return false;
  if (lines === null) return true;
  let held = 0;
  let debited = 0;
  let refunded = 0;
  for (const line of lines) {
    if (line.debits > 1 || line.refundedCents > line.debitedCents) return false;
    held += line.heldCents;
    debited += line.debitedCents;
    refunded += line.refundedCents;
  }
  return held === heldCents && debited === debitsCents && refunded === refundsCents;
}
