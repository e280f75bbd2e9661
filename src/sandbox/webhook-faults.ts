import { isDecided, type OrderState } from '../contract/order-state.js';
import { induces } from './induction-set.js';
import type { SandboxOrder } from './sandbox-order.js';
import { WebhookMessage, type WebhookVariant } from './webhook-message.js';

/**
 * The webhooks that tell of `order.state`, linked in the order in which they go out; null: none. What was induced strikes
 * the final webhook only.
 */
export function webhooksFor(order: SandboxOrder, orderId: string, reachedMs: number): WebhookMessage | null {
  const { state, inductions } = order;
  const message = (of: OrderState, variant: WebhookVariant, id: string) =>
    new WebhookMessage(order, of, variant, `msg_${orderId}_${id}`, reachedMs);
  const news = message(state, 'news', state);
  if (!isDecided(state) || state === 'refunded') return news;
  if (induces(inductions, 'drop')) return null;

  const chain = [news];
  if (induces(inductions, 'malformed_webhook')) chain.unshift(message(state, 'malformed', 'malformed'));
  if (induces(inductions, 'forged')) chain.unshift(message(state, 'forged', state));
  if (induces(inductions, 'duplicate')) chain.push(message(state, 'news', state));
  if (induces(inductions, 'out_of_order')) chain.push(message('processing', 'false_news', 'processing'));
  if (induces(inductions, 'conflicting')) chain.push(message(opposite(state), 'false_news', opposite(state)));
  return linked(chain);
}

function opposite(state: OrderState): OrderState {
  return state === 'delivered' ? 'failed' : 'delivered';
}

function linked(chain: readonly WebhookMessage[]): WebhookMessage | null {
  chain.forEach((message, at) => {
    message.next = chain[at + 1] ?? null;
  });
  return chain[0] ?? null;
}
