import type { OrderEvent, WebhookEvent } from '../order-event.js';
import { HeldWebhooks } from '../tracker/held-webhooks.js';
import { overPhases } from '../tracker/order-phase.js';
import type { Tracker } from '../tracker/tracker.js';

/**
 * Remembers the events of every order in flight, and of every webhook that waits for its order, so that they can be told anew to
 * another tracker: at the begin of a new segment of the journal. It holds as much as is in flight, however long that goes on.
 */
export class OpenOrders {
  readonly #events = new Map<number, OrderEvent[]>();
  readonly #seqOf = new Map<string, number>();
  readonly #held = new HeldWebhooks();

  /** `heldForMs`: how long the tracker lets webhooks wait for their order. */
  constructor(private readonly heldForMs: number) {}

  /** Takes an event right after the tracker did. */
  take(event: OrderEvent, tracker: Tracker): void {
    if (event.kind === 'planned') this.#events.set(event.seq, [event]);
    else if (event.kind === 'webhook') this.#webhook(event, tracker);
    // As the tracker does.
    else if (event.kind === 'loop_delay') this.#held.takeOlder(event.atMs - this.heldForMs);
    else if ('seq' in event) this.#more(event, event.seq, tracker);
  }

  /** The orders in flight, from the oldest to the newest. */
  get seqs(): number[] {
    return [...this.#events.keys()];
  }

  /** Everything that has to be told anew: what happened to one order in its order, one order after the other. */
  events(): OrderEvent[] {
    return [...[...this.#events.values()].flat(), ...this.#held.waiting()];
  }

  /** The index in the order mix of an order in flight. */
  skuOf(seq: number): number | null {
    const [first] = this.#events.get(seq) ?? [];
    return first?.kind === 'planned' ? first.sku : null;
  }

  /** Nothing more is to be told of this order: its end is not known, and nobody will ask. */
  leave(seq: number): void {
    for (const event of this.#events.get(seq) ?? [])
      if (event.kind === 'accepted') this.#seqOf.delete(event.orderId);
    this.#events.delete(seq);
  }

  #more(event: OrderEvent, seq: number, tracker: Tracker): void {
    const known = this.#events.get(seq);
    if (known === undefined) return;
    if (event.kind === 'accepted') {
      known.push(...this.#held.take(event.orderId));
      this.#seqOf.set(event.orderId, seq);
    }
    known.push(event);
    // An order in doubt is over only when nobody asks for it again.
    if (event.kind !== 'in_doubt') this.#leaveIfOver(seq, tracker);
  }

  #webhook(event: WebhookEvent, tracker: Tracker): void {
    const seq = this.#seqOf.get(event.orderId);
    if (seq === undefined) {
      if (tracker.counters.held > this.#held.count) this.#held.add(event);
      return;
    }
    this.#events.get(seq)?.push(event);
    this.#leaveIfOver(seq, tracker);
  }

  #leaveIfOver(seq: number, tracker: Tracker): void {
    if (overPhases.has(tracker.phase(seq))) this.leave(seq);
  }
}
