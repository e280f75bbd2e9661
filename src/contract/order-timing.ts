/** The guides' own durations, in milliseconds of the real API. Where both tell one, the source stands behind it. */
export const orderTiming = {
  /** The supplier's answer is waited for this long (both guides; body-key names the figure). */
  supplierTimeoutMs: 60_000,
  /** An order that is not decided by then fails, and is refunded (header-key). */
  orderTimeoutMs: 300_000,
  /** Reserved stock is released when the payment is not confirmed by then (header-key). */
  reservationHoldMs: 180_000,
  /** A price in another currency is locked this long (body-key). */
  fxLockMs: 900_000,
  /** Reserving stock, and handing the order to the supplier, take about this long (both). */
  dispatchMs: 200,
} as const;

/** The published times from call to webhook (header-key): quantile → milliseconds. */
export const publishedDelivery = { p50Ms: 12_000, p95Ms: 45_000, p99Ms: 90_000, maxMs: 300_000 } as const;
