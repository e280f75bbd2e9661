/** The paths of the order API. `/v1/orders` and `/v1/refunds` come from the guides; balance and catalogue are assumed. */
export const endpoints = {
  orders: '/v1/orders',
  refunds: '/v1/refunds',
  /** Assumption: neither guide names the path that tells the balance. */
  balance: '/v1/balance',
  /** Assumption: neither guide names the path of the SKU catalogue. */
  skus: '/v1/skus',
} as const;

/** The status of one order. */
export function orderPath(orderId: string): string {
  return `${endpoints.orders}/${encodeURIComponent(orderId)}`;
}

/** The production API, from the guides' own example. */
export const productionUrl = 'https://api.foxreload.com';

/** An order may be asked for its status no more often than this (header-key guide, on polling). */
export const minPollIntervalMs = 5_000;

/** A webhook or answer larger than this is not read: a delivered order fits into a hundredth of it. */
export const maxBodyBytes = 64 * 1024;
