import { type OrderMix, orderMix } from '../load/order-mix.js';
import type { OrderEvent } from '../order-event.js';
import type { Profile } from '../profile/profile.js';
import type { Tracker } from '../tracker/tracker.js';

/**
 * What must have happened before an event, where the line that told it was damaged: an order that was accepted had been
 * planned and sent. So each order still ends in exactly one class.
 */
export class MissingEvents {
  readonly #mix: OrderMix;

  constructor({ orders, replays, load }: Profile) {
    this.#mix = orderMix(orders, replays, load.seed);
  }

  /** The events that the tracker has to be told first, in their order; none where nothing is missing. */
  before(event: OrderEvent, tracker: Tracker): OrderEvent[] {
    switch (event.kind) {
      case 'dropped':
      case 'sent':
      case 'in_doubt':
        return this.#untilPlanned(event, tracker);
      case 'accepted':
      case 'refused':
      case 'errored':
        return this.#untilSent(event, tracker);
      case 'reopened':
        return this.#untilEnded(event, tracker);
      default:
        return [];
    }
  }

  /** When it was due is not known any more: the event's own instant stands for it. */
  #untilPlanned({ seq, atMs }: { seq: number; atMs: number }, tracker: Tracker): OrderEvent[] {
    if (tracker.phase(seq) !== 'unknown') return [];
    return [{ kind: 'planned', atMs, seq, sku: this.#mix.skuOf(seq), stage: 0 }];
  }

  #untilSent(event: { seq: number; atMs: number }, tracker: Tracker): OrderEvent[] {
    const { seq, atMs } = event;
    const phase = tracker.phase(seq);
    // It was asked for again: only then can an answer follow an end.
    if (phase === 'errored') return [{ kind: 'reopened', atMs, seq, reason: 'other' }];
    if (phase !== 'unknown' && phase !== 'planned') return [];
    return [...this.#untilPlanned(event, tracker), { kind: 'sent', atMs, seq }];
  }

  #untilEnded(event: Extract<OrderEvent, { kind: 'reopened' }>, tracker: Tracker): OrderEvent[] {
    if (tracker.phase(event.seq) === 'errored') return [];
    const { seq, atMs, reason } = event;
    return [...this.#untilSent(event, tracker), { kind: 'errored', atMs, seq, reason, status: null }];
  }
}
