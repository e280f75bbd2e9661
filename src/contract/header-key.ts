import type { ApiError } from './api-error.js';
import { readOrderedItem } from './create-request.js';
import type { Dialect, ReceivedCode, ServerOrder } from './dialect.js';
import { type JsonObject, objectField, stringField } from './json-fields.js';
import { readStatusNews, readWebhookNews } from './order-news.js';
import { readCreateAnswer } from './read-create-answer.js';

/**
 * The header-key dialect: the order flow as the Hindi partner guide tells it. The idempotency key is a header, the
 * first answer is `pending`, and every refusal but the rate limit comes later, as a failed order.
 */
export const headerKeyDialect: Dialect = {
  name: 'header-key',
  firstState: 'pending',
  refusesAtCreate: false,
  refundIsState: true,
  refundDeadlineMs: 3_600_000,

  encodeCreate({ sku, quantity, idempotencyKey }) {
    const headers = idempotencyKey === null ? {} : { 'idempotency-key': idempotencyKey };
    return { headers, body: JSON.stringify({ sku_id: sku, quantity }) };
  },

  readCreateAnswer: (status, body) => readCreateAnswer(status, body),
  readWebhook: (body) => readWebhookNews(body, codesOf),
  readStatus: readStatusNews,

  readCreate(headers, body) {
    const key = headers['idempotency-key'];
    if (Array.isArray(key)) return duplicateKey;
    return readOrderedItem(body, 'sku_id', () => key ?? null);
  },

  encodeCreateAnswer(order) {
    return JSON.stringify({ order_id: order.orderId, status: 'pending', created_at: order.createdAt });
  },

  encodeWebhook(order) {
    return JSON.stringify({ event: `order.${order.state}`, ...orderFields(order) });
  },

  encodeStatus(order) {
    return JSON.stringify({ ...orderFields(order), created_at: order.createdAt });
  },
};

const duplicateKey: ApiError = {
  error: 'invalid_idempotency_key',
  message: 'the header Idempotency-Key may be sent only once',
};

/** The guide shows one code as plain text; for a quantity above one we assume one code a line. */
function codesOf(object: JsonObject, what: string): ReceivedCode[] {
  const code = stringField(objectField(object, 'delivery_data', what), 'code', `delivery_data of ${what}`);
  if (!code.includes('\n')) return [{ value: code, sealed: false }];
  return code.split('\n').map((value) => ({ value, sealed: false }));
}

function orderFields(order: ServerOrder): JsonObject {
  const fields = { order_id: order.orderId, status: order.state };
  if (order.state === 'delivered') {
    return { ...fields, delivery_data: { code: order.codes.join('\n') }, delivered_at: order.changedAt };
  }
  if (order.state === 'failed') {
    return { ...fields, failure_reason: order.failureReason, failed_at: order.changedAt };
  }
  return fields;
}
