/**
 * The errors of the API and their statuses. The guides name 402 `insufficient_funds`, 409 `out_of_stock` and the rate
 * limit; the other codes, and the form `{error, message}`, are assumptions.
 */
export const apiErrorStatus = {
  invalid_request: 400,
  invalid_idempotency_key: 400,
  unauthorized: 401,
  insufficient_funds: 402,
  not_found: 404,
  unknown_sku: 404,
  out_of_stock: 409,
  /** Same key, and its first call is still in work. */
  idempotency_in_progress: 409,
  not_refundable: 409,
  payload_too_large: 413,
  /** Same key, other body. */
  idempotency_mismatch: 422,
  rate_limited: 429,
  internal_error: 500,
  bad_gateway: 502,
  unavailable: 503,
} as const;
export type ApiErrorCode = keyof typeof apiErrorStatus;

/** What the server answers instead of doing what it was asked. */
export interface ApiError {
  readonly error: ApiErrorCode;
  /** One sentence for the caller's developer. */
  readonly message: string;
}
