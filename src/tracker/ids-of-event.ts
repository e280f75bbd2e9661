import type { OrderEvent, WebhookEvent } from '../order-event.js';
import type { FoundIds } from './found-ids.js';
import { hashText } from './text-hash.js';

/** The ids of an event from its texts: of one event at a time, in the same objects for all. */
export class IdsOfEvent {
  readonly #orderId = { text: '', hash: { high: 1, low: 0 } };
  readonly #hash = { high: 1, low: 0 };
  readonly #alone: FoundIds = { orderId: this.#orderId, webhookId: null, noted: null };
  readonly #both: FoundIds = { orderId: this.#orderId, webhookId: this.#hash, noted: null };

  accepted({ orderId }: Extract<OrderEvent, { kind: 'accepted' }>): FoundIds {
    this.#take(orderId);
    return this.#alone;
  }

  webhook({ orderId, webhookId }: WebhookEvent): FoundIds {
    this.#take(orderId);
    if (webhookId === null) return this.#alone;
    hashText(webhookId, this.#hash);
    return this.#both;
  }

  #take(orderId: string): void {
    this.#orderId.text = orderId;
    hashText(orderId, this.#orderId.hash);
  }
}
