import type { ApiError } from './api-error.js';
import { ContractError } from './contract-error.js';
import type { CreateCommand } from './dialect.js';
import { isIdempotencyKey } from './idempotency-key.js';
import { type JsonObject, numberField, readJsonObject, stringField } from './json-fields.js';

/** At most this many codes are sold by one order (assumption; the guides only show one). */
export const maxQuantity = 100;

/**
 * The server's side of a create call: what is ordered, with the key from where the dialect keeps it; or the error to
 * answer when the request is not what the dialect describes.
 */
export function readOrderedItem(
  body: Buffer,
  skuField: string,
  keyOf: (request: JsonObject) => string | null,
): CreateCommand | ApiError {
  try {
    const request = readJsonObject(body, 'the request');
    const sku = stringField(request, skuField, 'the request');
    const quantity = numberField(request, 'quantity', 'the request');
    const idempotencyKey = keyOf(request);
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > maxQuantity) {
      return { error: 'invalid_request', message: `quantity is ${quantity}; wanted 1 to ${maxQuantity}` };
    }
    if (idempotencyKey !== null && !isIdempotencyKey(idempotencyKey)) {
      return { error: 'invalid_idempotency_key', message: 'the idempotency key is not a UUID of version 4' };
    }
    return { sku, quantity, idempotencyKey };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    const code = error.violation === 'too_large' ? 'payload_too_large' : 'invalid_request';
    return { error: code, message: error.explanation };
  }
}
