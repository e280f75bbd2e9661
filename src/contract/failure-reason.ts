/** Whether ordering again can help: at once, after somebody acted, never, or nobody knows. */
export type Retryable = 'yes' | 'after_action' | 'no' | 'unknown';

interface FailureAdvice {
  readonly retryable: Retryable;
  /** What a person does about it. */
  readonly advice: string;
}

/** Every reason an accepted order can fail for, with what to do. A reason the guides do not name counts as `other`. */
export const failureAdvice = {
  insufficient_funds: { retryable: 'after_action', advice: 'top the balance up' },
  out_of_stock: { retryable: 'no', advice: 'try another SKU' },
  stock_revoked: { retryable: 'yes', advice: 'order again' },
  supplier_timeout: { retryable: 'yes', advice: 'order again; the refund is automatic' },
  payment_3ds_failed: { retryable: 'after_action', advice: 'the customer pays again' },
  invalid_region: { retryable: 'no', advice: 'mend the routing' },
  order_timeout: { retryable: 'yes', advice: 'order again; the refund is automatic' },
  other: { retryable: 'unknown', advice: 'look at the log' },
} as const satisfies Record<string, FailureAdvice>;

export type FailureReason = keyof typeof failureAdvice;
export const failureReasons = Object.keys(failureAdvice) as readonly FailureReason[];

/** The closed-list reason for what the API wrote; anything unknown is `other`. */
export function failureReasonOf(text: string): FailureReason {
  return Object.hasOwn(failureAdvice, text) ? (text as FailureReason) : 'other';
}
