import { ContractError } from '../contract/contract-error.js';
import { readJsonObject, stringField } from '../contract/json-fields.js';
import { usdFromCents } from '../contract/money.js';
import { type Answer, jsonAnswer, refusal } from './answer.js';
import type { SandboxOrder } from './sandbox-order.js';
import type { Simulation } from './simulation.js';

/** An order has at most one refund, so the refund is named after it. */
const idPrefix = 're_';

/** `POST /v1/refunds`: pays a delivered order back by hand. A second call gets the refund that is there. */
export function postRefund(simulation: Simulation, body: Buffer, nowMs: number): Answer {
  const orderId = readOrderId(body);
  if (typeof orderId !== 'string') return orderId;
  const order = simulation.find(orderId);
  if (order === undefined) return refusal('not_found', 'there is no order with this id');
  if (order.refunds > 0) return jsonAnswer(200, encodeRefund(simulation, order));
  if (!simulation.lifeCycle.refund(order, nowMs)) {
    return refusal('not_refundable', `the order is ${order.state}; only a delivered one is refunded by hand`);
  }
  return jsonAnswer(201, encodeRefund(simulation, order));
}

/** `GET /v1/refunds/{id}`: an automatic refund is `pending` from the failure until the money is back. */
export function getRefund(simulation: Simulation, refundId: string): Answer {
  const orderId = refundId.startsWith(idPrefix) ? refundId.slice(idPrefix.length) : '';
  const order = simulation.find(orderId);
  const owed = order !== undefined && order.state === 'failed' && order.debits > 0;
  if (order === undefined || (!owed && order.refunds === 0)) {
    return refusal('not_found', 'there is no refund with this id');
  }
  return jsonAnswer(200, encodeRefund(simulation, order));
}

/** Assumption: no guide shows what a refund looks like. */
function encodeRefund(simulation: Simulation, order: SandboxOrder): string {
  const orderId = simulation.ids.idOf(order.number);
  const done = order.refunds > 0;
  return JSON.stringify({
    refund_id: idPrefix + orderId,
    order_id: orderId,
    amount_usd: usdFromCents(order.debitedCents),
    kind: order.state === 'failed' ? 'automatic' : 'manual',
    status: done ? 'succeeded' : 'pending',
    refunded_at: done ? simulation.isoTime(order.refundedMs) : null,
  });
}

function readOrderId(body: Buffer): string | Answer {
  try {
    return stringField(readJsonObject(body, 'the request'), 'order_id', 'the request');
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return refusal('invalid_request', error.explanation);
  }
}
