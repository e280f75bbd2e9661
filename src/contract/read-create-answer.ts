import type { CreateAnswer } from './dialect.js';
import { type JsonObject, readJsonObject } from './json-fields.js';
import { orderIdField } from './order-id.js';
import { stateField } from './order-news.js';
import { readRefusal } from './read-refusal.js';

/** The answer to a create call: any 2xx has taken the order. `check` looks at what else a dialect promises in it. */
export function readCreateAnswer(
  status: number,
  body: Buffer,
  check: (answer: JsonObject) => void = () => {},
): CreateAnswer {
  if (status < 200 || status > 299) return readRefusal(status, body);
  const answer = readJsonObject(body, 'the answer');
  const orderId = orderIdField(answer, 'the answer');
  check(answer);
  return { kind: 'accepted', orderId, state: stateField(answer, 'status', 'the answer') };
}
