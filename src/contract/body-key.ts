import { sealCode } from './code-cipher.js';
import { ContractError } from './contract-error.js';
import { readOrderedItem } from './create-request.js';
import type { Dialect, ReceivedCode, ServerOrder } from './dialect.js';
import { type JsonObject, numberField, objectsField, stringField } from './json-fields.js';
import { usdFromCents } from './money.js';
import { readStatusNews, readWebhookNews } from './order-news.js';
import { readCreateAnswer } from './read-create-answer.js';

/**
 * The body-key dialect: the order flow as the English article tells it. The idempotency key is a field of the body,
 * funds and stock are checked by the create call, the first answer is `reserved`, and codes come encrypted.
 */
export const bodyKeyDialect: Dialect = {
  name: 'body-key',
  firstState: 'reserved',
  refusesAtCreate: true,
  refundIsState: false,
  refundDeadlineMs: 600_000,

  encodeCreate({ sku, quantity, idempotencyKey }) {
    return { headers: {}, body: JSON.stringify({ sku, quantity, idempotency_key: idempotencyKey }) };
  },

  readCreateAnswer: (status, body) =>
    readCreateAnswer(status, body, (answer) => numberField(answer, 'unit_price_usd', 'the answer')),
  readWebhook: (body) => readWebhookNews(body, codesOf),
  readStatus: readStatusNews,

  readCreate(_headers, body) {
    return readOrderedItem(body, 'sku', (request) => stringField(request, 'idempotency_key', 'the request'));
  },

  encodeCreateAnswer(order) {
    return JSON.stringify({
      order_id: order.orderId,
      status: 'reserved',
      unit_price_usd: usdFromCents(order.unitPriceCents),
    });
  },

  encodeWebhook(order, webhookSecret) {
    return JSON.stringify({ event: `order.${order.state}`, ...orderFields(order, webhookSecret) });
  },

  encodeStatus(order, webhookSecret) {
    const { state, unitPriceCents } = order;
    const unitPrice = { unit_price_usd: usdFromCents(unitPriceCents) };
    return JSON.stringify({ ...orderFields(order, webhookSecret), status: state, ...unitPrice });
  },
};

function codesOf(object: JsonObject, what: string): ReceivedCode[] {
  const codes = objectsField(object, 'codes', what);
  // A delivery without a code is none.
  if (codes.length === 0) throw new ContractError('missing_field', `${what} has no codes`);
  return codes.map((code) => ({
    value: stringField(code, 'value', `a code of ${what}`),
    sealed: true,
  }));
}

function orderFields(order: ServerOrder, webhookSecret: Buffer): JsonObject {
  const { orderId } = order;
  if (order.state === 'delivered') {
    const codes = order.codes.map((code) => ({
      type: order.codeType,
      value: sealCode(webhookSecret, orderId, code),
      redeem_url: `https://redeem.example/${orderId}`,
    }));
    return { order_id: orderId, codes, delivered_at: order.changedAt };
  }
  if (order.state === 'failed') {
    return { order_id: orderId, failure_reason: order.failureReason, failed_at: order.changedAt };
  }
  return { order_id: orderId };
}
