import { ContractError } from './contract-error.js';
import { type JsonObject, stringField } from './json-fields.js';

/** Assumption: an order id is short and printable. It stands in paths, logs and keys, and one is kept for every order. */
const orderIdForm = /^[\x21-\x7e]{1,255}$/;

/** The order id that `what` has to bring. Throws a ContractError that does not repeat one that is none. */
export function orderIdField(object: JsonObject, what: string): string {
  const orderId = stringField(object, 'order_id', what);
  if (!orderIdForm.test(orderId)) {
    throw new ContractError('wrong_type', `order_id of ${what} is not 1 to 255 printable ASCII characters`);
  }
  return orderId;
}
