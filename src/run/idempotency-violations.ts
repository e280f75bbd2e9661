import { numberField, readJsonObject } from '../contract/json-fields.js';
import type { ApiConnection } from '../load/api-connection.js';

/**
 * How many keys the API made more than one order, or more than one debit, for. From outside only a second order id
 * gives it away; the simulator also opens its books, which hold those cases and any others.
 *
 * @param seen how many keys gave a second order id away
 * @param sandbox the connection to the embedded simulator; null for any other API
 */
export async function idempotencyViolations(seen: number, sandbox: ApiConnection | null): Promise<number> {
  if (sandbox === null) return seen;
  const outcome = await sandbox.get('/sandbox/ledger');
  if (outcome.kind !== 'answer' || outcome.status !== 200 || outcome.body === null) return seen;
  const ledger = readJsonObject(outcome.body, 'the sandbox ledger');
  return Math.max(seen, numberField(ledger, 'keys_with_several_orders', 'the sandbox ledger'));
}
