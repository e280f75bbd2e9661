import type { Dialect } from '../contract/dialect.js';
import { endpoints } from '../contract/endpoints.js';
import { type Induction, inductionHeader } from '../contract/induction.js';
import type { AttemptRequest } from '../load/http-attempt.js';
import { otherQuantity } from '../load/other-quantity.js';
import type { OrderMixEntry } from '../profile/profile.js';
import type { KeyForm } from './case-key.js';

/** What stays the same in every call of the suite. */
export interface RequestParts {
  readonly dialect: Dialect;
  /** What stands before every path of the API. */
  readonly basePath: string;
  readonly apiKey: string;
  readonly item: Pick<OrderMixEntry, 'sku' | 'quantity'>;
}

/** What differs from call to call. */
export interface RequestChoice {
  readonly key: string;
  readonly form: KeyForm;
  readonly otherBody?: boolean;
  readonly induce?: Induction | undefined;
}

/** The create call as it goes on the wire. */
export function orderRequest(
  { dialect, basePath, apiKey, item }: RequestParts,
  { key, form, otherBody = false, induce }: RequestChoice,
): AttemptRequest {
  const quantity = otherBody ? otherQuantity(item.quantity) : item.quantity;
  const { headers, body } = dialect.encodeCreate({ sku: item.sku, quantity, idempotencyKey: key });
  const keyHeaders = form === 'twice' ? doubled(headers) : headers;
  return {
    method: 'POST',
    path: basePath + endpoints.orders,
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      ...keyHeaders,
      ...(induce === undefined ? {} : { [inductionHeader]: induce }),
    },
    body,
  };
}

function doubled(headers: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value, value]]));
}
