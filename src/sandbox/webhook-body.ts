import { isDecided } from '../contract/order-state.js';
import type { Simulation } from './simulation.js';
import type { WebhookMessage } from './webhook-message.js';

/** Names an order, and that is all: no dialect can read it. */
const malformedBody = Buffer.from('{"event":"order.delivered","id":0}');

/** The bytes of a webhook. Built when it is first sent, because most of them wait for long and would fill the memory. */
export function webhookBody(simulation: Simulation, message: WebhookMessage): Buffer {
  if (message.variant === 'malformed') return malformedBody;
  const { order, state, reachedMs } = message;
  const { dialect, options } = simulation;
  // False news is dated like the true one: nothing but its content tells them apart.
  const told = simulation.told(order, state, isDecided(state) ? reachedMs : undefined);
  return Buffer.from(dialect.encodeWebhook(told, options.webhookSecret));
}
