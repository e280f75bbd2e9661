import type { OrderState } from '../contract/order-state.js';
import type { SandboxOrder } from './sandbox-order.js';

/**
 * `news`: what happened. `forged`: the same with a signature that is not ours. `malformed`: ours, but not what the guides
 * describe. `false_news`: a state that is not the order's (stale, or the opposite outcome).
 */
export type WebhookVariant = 'news' | 'forged' | 'malformed' | 'false_news';

/** One webhook on its way, from the moment it is due until it is acknowledged or given up. */
export class WebhookMessage {
  /** Attempts begun. */
  attempts = 0;
  /** Built when first sent, and kept because retries repeat it. */
  body: Buffer | null = null;
  /** Goes out when this one is done: the ways of going wrong that speak of an order of webhooks need one. */
  next: WebhookMessage | null = null;

  constructor(
    readonly order: SandboxOrder,
    readonly state: OrderState,
    readonly variant: WebhookVariant,
    /** The same at each retry, and for a duplicate. */
    readonly webhookId: string,
    /** When the state was reached. */
    readonly reachedMs: number,
  ) {}

  /** Whether this is the true news of the order's decision. */
  get isFinal(): boolean {
    return this.variant === 'news' && (this.state === 'delivered' || this.state === 'failed');
  }

  /** A forger and a broken sender do not try again; the truth is sent until it is acknowledged. */
  get isRetried(): boolean {
    return this.variant === 'news' || this.variant === 'false_news';
  }
}
