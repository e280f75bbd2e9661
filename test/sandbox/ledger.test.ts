import { describe, expect, it } from 'vitest';
import { isBalanced, Ledger, type LedgerLine } from '../../src/sandbox/ledger.js';

function emptyLine(): LedgerLine {
  return { heldCents: 0, debits: 0, debitedCents: 0, refunds: 0, refundedCents: 0 };
}

describe('the ledger', () => {
  it('holds, debits and refunds one order', () => {
    const ledger = new Ledger(1_000);
    const line = emptyLine();
    expect(ledger.hold(line, 300)).toBe(true);
    expect(ledger.totals()).toEqual({
      openingCents: 1_000,
      heldCents: 300,
      debitsCents: 0,
      refundsCents: 0,
      closingCents: 1_000,
    });
    ledger.debit(line);
    expect(ledger.totals()).toMatchObject({ heldCents: 0, debitsCents: 300, closingCents: 700 });
    ledger.refund(line);
    expect(ledger.totals()).toMatchObject({ refundsCents: 300, closingCents: 1_000 });
    expect(line).toEqual({ heldCents: 0, debits: 1, debitedCents: 300, refunds: 1, refundedCents: 300 });
  });

  it('never holds what is not there', () => {
    const ledger = new Ledger(500);
    expect(ledger.hold(emptyLine(), 300)).toBe(true);
    expect(ledger.hold(emptyLine(), 201)).toBe(false);
    expect(ledger.hold(emptyLine(), 200)).toBe(true);
  });

  it('refuses a second debit and a second refund', () => {
    const ledger = new Ledger(500);
    const line = emptyLine();
    ledger.hold(line, 100);
    ledger.debit(line);
    expect(() => ledger.debit(line)).toThrow('debit');
    ledger.refund(line);
    expect(() => ledger.refund(line)).toThrow('refund');
  });

  it('tells when a line and the sums differ', () => {
    const ledger = new Ledger(500);
    const line = emptyLine();
    ledger.hold(line, 100);
    expect(isBalanced(ledger.totals(), [line])).toBe(true);
    expect(isBalanced(ledger.totals(), [])).toBe(false);
    expect(isBalanced(ledger.totals(), null)).toBe(true);
    expect(isBalanced({ ...ledger.totals(), closingCents: 499 }, null)).toBe(false);
  });
});
