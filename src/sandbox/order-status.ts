import { minPollIntervalMs } from '../contract/endpoints.js';
import { type Answer, jsonAnswer, refusal } from './answer.js';
import type { Simulation } from './simulation.js';

/** `GET /v1/orders/{id}`: where the order stands. Asked for too often, the answer is 429, and the wait does not begin anew. */
export function orderStatus(simulation: Simulation, orderId: string, nowMs: number): Answer {
  const order = simulation.find(orderId);
  if (order === undefined) return refusal('not_found', 'there is no order with this id');
  const { dialect, options } = simulation;
  const waitMs = minPollIntervalMs / options.speed - (nowMs - order.polledMs);
  if (waitMs > 0) {
    const message = `an order may be asked for every ${minPollIntervalMs / options.speed} ms`;
    return refusal('rate_limited', message, Math.ceil(waitMs / 1_000));
  }
  order.polledMs = nowMs;
  return jsonAnswer(200, dialect.encodeStatus(simulation.told(order), options.webhookSecret));
}
