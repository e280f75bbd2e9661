import { readAvailableBalance } from '../contract/catalogue.js';
import { ContractError } from '../contract/contract-error.js';
import { endpoints } from '../contract/endpoints.js';
import {
  type JsonObject,
  numberField,
  objectsField,
  readJsonObject,
  stringField,
} from '../contract/json-fields.js';
import type { Cents } from '../contract/money.js';
import type { ApiConnection } from '../load/api-connection.js';

/** An order in the books of the simulator. */
export interface BookedOrder {
  readonly orderId: string;
  readonly key: string | null;
  readonly debits: number;
}

/** What can still be spent, or null where that can't be learned now. */
export async function balanceNow(connection: ApiConnection): Promise<Cents | null> {
  return read(connection, endpoints.balance, readAvailableBalance);
}

/** Every order of the embedded simulator: the truth, where a balance is only a sum. Null where it can't be learned. */
export async function bookedOrders(connection: ApiConnection): Promise<readonly BookedOrder[] | null> {
  return read(connection, '/sandbox/ledger?orders=1', (body) => {
    const what = 'the sandbox ledger';
    return objectsField(readJsonObject(body, what), 'orders', what).map((line) => bookedOrder(line, what));
  });
}

function bookedOrder(line: JsonObject, what: string): BookedOrder {
  const key = line.idempotency_key;
  return {
    orderId: stringField(line, 'order_id', what),
    key: typeof key === 'string' ? key : null,
    debits: numberField(line, 'debits', what),
  };
}

async function read<T>(
  connection: ApiConnection,
  path: string,
  reader: (body: Buffer) => T,
): Promise<T | null> {
  const outcome = await connection.get(path);
  if (outcome.kind !== 'answer' || outcome.status !== 200 || outcome.body === null) return null;
  try {
    return reader(outcome.body);
  } catch (error) {
    if (error instanceof ContractError) return null;
    throw error;
  }
}
