/**
 * Why a create call did not end in an accepted order. The first five are the API's own "no" (the order is refused);
 * the last three are calls whose end we never saw after all retries (the order is errored, and may exist).
 */
export const refusalReasons = [
  'insufficient_funds',
  'out_of_stock',
  'rate_limited',
  'client_error',
  'other',
  'server_error',
  'network',
  'timeout',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];
