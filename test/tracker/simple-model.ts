import { isDecided, isForward, type OrderState } from '../../src/contract/order-state.js';
import type { OrderEvent, WebhookEvent } from '../../src/order-event.js';
import type { WebhookClass } from '../../src/tracker/tracker-counters.js';
import { deadlineMs } from './order-events.js';

interface ModelOrder {
  readonly plannedMs: number;
  state: OrderState;
  readonly seen: Set<OrderState>;
  /** Null while it is in flight. */
  end: string | null;
  expired: boolean;
}

/**
 * What the tracker does, said with objects and maps and as short as can be, to hold the tracker's tables against. Orders
 * are remembered in groups of `groupSize`: one whose orders are all over goes when `remembered` newer orders are planned.
 */
export class SimpleModel {
  readonly orders = new Map<number, ModelOrder>();
  readonly #seqOf = new Map<string, number>();
  #held: WebhookEvent[] = [];
  /** How often each class of webhooks and each end of an order was met. */
  readonly counts = new Map<string, number>();
  forgotten = 0;

  constructor(
    private readonly groupSize: number,
    private readonly remembered: number,
  ) {}

  apply(event: OrderEvent): void {
    switch (event.kind) {
      case 'planned':
        if (event.seq % this.groupSize === 0) this.#forgetBefore(event.seq - this.remembered);
        this.orders.set(event.seq, {
          plannedMs: event.atMs,
          state: 'pending',
          seen: new Set(),
          end: null,
          expired: false,
        });
        break;
      case 'dropped':
      case 'refused':
      case 'errored':
        this.#end(this.#order(event.seq), event.kind);
        break;
      case 'accepted': {
        this.#order(event.seq).state = event.state;
        this.#seqOf.set(event.orderId, event.seq);
        const waiting = this.#held.filter(({ orderId }) => orderId === event.orderId);
        this.#held = this.#held.filter(({ orderId }) => orderId !== event.orderId);
        for (const webhook of waiting) this.#webhook(webhook);
        break;
      }
      case 'webhook':
        this.#webhook(event);
        break;
      case 'webhook_rejected':
        this.#count(event.verdict);
        break;
      case 'expired':
        this.#order(event.seq).expired = true;
        break;
      case 'polled':
        this.#polled(event);
        break;
      case 'ended':
        for (const _ of this.#held) this.#count('orphan');
        this.#held = [];
        break;
    }
  }

  #webhook(event: WebhookEvent): void {
    const order = this.orders.get(this.#seqOf.get(event.orderId) ?? -1);
    if (order === undefined) {
      this.#held.push(event);
      return;
    }
    const webhookClass = classOf(order, event);
    this.#count(webhookClass);
    order.seen.add(event.state);
    const moves = webhookClass === 'accepted' || (webhookClass === 'late' && isDecided(event.state));
    if (!moves || (order.end !== null && webhookClass === 'late')) return;
    order.state = event.state;
    if (!isDecided(event.state)) return;
    const delivered = webhookClass === 'accepted' ? 'webhook delivered' : 'webhook timed_out';
    this.#end(order, event.state === 'failed' ? 'webhook failed' : delivered);
  }

  #polled({ seq, state, last }: Extract<OrderEvent, { kind: 'polled' }>): void {
    const order = this.#order(seq);
    if (!order.expired || order.end !== null || (state === null && !last)) return;
    if (state !== null && isForward(order.state, state)) order.state = state;
    if (state === null || !isDecided(state)) this.#end(order, 'poll timed_out');
    else this.#end(order, state === 'failed' ? 'poll failed' : 'poll lost');
  }

  #order(seq: number): ModelOrder {
    const order = this.orders.get(seq);
    if (order === undefined) throw new Error(`the model knows no order ${seq}`);
    return order;
  }

  #end(order: ModelOrder, end: string): void {
    if (order.end !== null) return;
    order.end = end;
    this.#count(end);
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  #forgetBefore(end: number): void {
    for (let first = 0; first + this.groupSize <= end; first += this.groupSize) {
      const seqs = Array.from({ length: this.groupSize }, (_, row) => first + row);
      if (!seqs.every((seq) => (this.orders.get(seq)?.end ?? null) !== null)) continue;
      for (const seq of seqs) this.orders.delete(seq);
      this.forgotten += this.groupSize;
    }
  }
}

function classOf({ seen, state, end, plannedMs }: ModelOrder, event: WebhookEvent): WebhookClass {
  if (seen.has(event.state)) return 'duplicate';
  if (event.state !== state && !isForward(state, event.state))
    return isForward(event.state, state) ? 'out_of_order' : 'conflicting';
  if (end?.startsWith('poll') === true) return 'late';
  return end === null && event.atMs > plannedMs + deadlineMs ? 'late' : 'accepted';
}
