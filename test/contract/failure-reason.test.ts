import { expect, it } from 'vitest';
import { failureAdvice, failureReasonOf, failureReasons } from '../../src/contract/failure-reason.js';

it('every failure reason says whether ordering again helps, and what to do', () => {
  expect(failureAdvice).toEqual({
    insufficient_funds: { retryable: 'after_action', advice: 'top the balance up' },
    out_of_stock: { retryable: 'no', advice: 'try another SKU' },
    stock_revoked: { retryable: 'yes', advice: 'order again' },
    supplier_timeout: { retryable: 'yes', advice: 'order again; the refund is automatic' },
    payment_3ds_failed: { retryable: 'after_action', advice: 'the customer pays again' },
    invalid_region: { retryable: 'no', advice: 'mend the routing' },
    order_timeout: { retryable: 'yes', advice: 'order again; the refund is automatic' },
    other: { retryable: 'unknown', advice: 'look at the log' },
  });
});

it('a listed reason is itself, anything else is other', () => {
  for (const reason of failureReasons) expect(failureReasonOf(reason)).toBe(reason);
  for (const text of ['', 'Supplier_Timeout', 'toString', '__proto__', 'cosmic_rays']) {
    expect(failureReasonOf(text)).toBe('other');
  }
});
