import type { FailureReason } from '../contract/failure-reason.js';
import { isDecided, isForward, type OrderState } from '../contract/order-state.js';
import type { OrderEvent, WebhookEvent } from '../order-event.js';
import { classifyWebhook } from './classify-webhook.js';
import { countEvent, countViolation } from './count-event.js';
import { countWebhook } from './count-webhook.js';
import { takeDoubtful } from './doubtful-order.js';
import { HeldWebhooks } from './held-webhooks.js';
import { openStateOf } from './open-state.js';
import { OrderIds } from './order-ids.js';
import { type OrderPhase, OrderTable } from './order-table.js';
import { OrdersByAge } from './orders-by-age.js';
import { answeredOrder, decidedOrder } from './told-orders.js';
import { emptyCounters, type OrderOutcome, type TrackerCounters } from './tracker-counters.js';
import type { TrackerListener } from './tracker-listener.js';
import { WebhookIds } from './webhook-ids.js';

type EventOf<K extends OrderEvent['kind']> = Extract<OrderEvent, { kind: K }>;

/**
 * The fold: takes every `OrderEvent` of a run, one after the other, and knows at each moment what became of each order.
 * It has no clock and no socket, so a live run, a replayed journal and a test give the same figures from the same
 * events.
 */
export class Tracker {
  readonly counters: TrackerCounters = emptyCounters();
  readonly #orders = new OrderTable();
  readonly #ids = new OrderIds();
  readonly #held = new HeldWebhooks();
  readonly #webhookIds = new WebhookIds();
  readonly #listeners: TrackerListener[];
  readonly #byAge: OrdersByAge;
  #over = 0;
  /** At most as many as are replayed. */
  readonly #doubled = new Set<number>();

  /** `deadlineMs`: from an order's planned instant; a final webhook that arrives later is late. */
  constructor(
    readonly deadlineMs: number,
    listeners: readonly TrackerListener[] = [],
  ) {
    this.#listeners = [...listeners];
    this.#byAge = new OrdersByAge(this.#orders, deadlineMs);
  }

  /** From now on tells `listener`, too. */
  listen(listener: TrackerListener): void {
    this.#listeners.push(listener);
  }

  /** Takes one event. Events of one order come in the order in which they happened; those of several may mix. */
  apply(event: OrderEvent): void {
    switch (event.kind) {
      case 'planned':
        this.#planned(event);
        break;
      case 'dropped':
        this.#dropped(event);
        break;
      case 'sent':
        this.#sent(event);
        break;
      case 'accepted':
        this.#accepted(event);
        break;
      case 'refused':
      case 'errored':
        this.#refused(event);
        break;
      case 'webhook':
        this.#webhook(event);
        break;
      case 'expired':
        this.#orders.expire(event.seq);
        break;
      case 'polled':
        this.#polled(event);
        break;
      case 'replayed':
        this.#replayed(event);
        break;
      case 'in_doubt':
      case 'reopened':
        this.#over += takeDoubtful(this.#orders, this.counters, event);
        break;
      case 'ended':
        this.#ended(event);
        break;
      default:
        countEvent(this.counters, event);
    }
  }

  /** Orders sent or due, and not yet decided, refused or errored. */
  get inFlight(): number {
    return this.counters.planned - this.#over;
  }

  /** Where foxload stands with an order. */
  phase(seq: number): OrderPhase {
    return this.#orders.phase(seq);
  }

  /** The instant after which the order's final webhook is late. */
  deadlineAtMs(seq: number): number {
    return this.#byAge.deadlineAtMs(seq);
  }

  /** The API's id of an accepted order. */
  orderId(seq: number): string | undefined {
    return this.#ids.idOf(seq);
  }

  /** The planned instant of the oldest order in flight; null when there is none. */
  oldestInFlightMs(): number | null {
    return this.#byAge.oldestInFlightMs();
  }

  /** The accepted orders that are open past their deadline: an `expired` event is due for each. Told once each. */
  overdue(nowMs: number): number[] {
    return this.#byAge.takeOverdue(nowMs);
  }

  #planned({ seq, atMs, sku, stage }: EventOf<'planned'>): void {
    this.#orders.plan(seq, atMs, sku, stage);
    this.#byAge.planned(seq);
    this.counters.planned += 1;
  }

  #dropped({ seq, reason }: EventOf<'dropped'>): void {
    this.#orders.setPhase(seq, 'dropped');
    this.#over += 1;
    this.counters.dropped[reason] += 1;
  }

  #sent({ seq, atMs }: EventOf<'sent'>): void {
    this.#orders.setPhase(seq, 'sent');
    this.#orders.setSentMs(seq, atMs);
    this.counters.sent += 1;
    for (const listener of this.#listeners) listener.sent?.(atMs - this.#orders.plannedMs(seq), atMs);
  }

  #accepted(event: EventOf<'accepted'>): void {
    const { seq, orderId, state } = event;
    this.counters.accepted += 1;
    this.#orders.setPhase(seq, 'open');
    this.#orders.setState(seq, state);
    if (!this.#ids.join(seq, orderId))
      countViolation(this.counters, 'answer', 'reused_order_id', `order id ${orderId} was given twice`);
    this.counters.open[openStateOf(state)] += 1;
    this.#answered(event);
    this.#byAge.accepted(seq);
    const early = this.#held.take(orderId);
    this.counters.held -= early.length;
    for (const webhook of early) this.#orderWebhook(seq, webhook);
  }

  #refused(event: EventOf<'refused' | 'errored'>): void {
    this.#orders.setPhase(event.seq, event.kind);
    this.#over += 1;
    this.counters[event.kind][event.reason] += 1;
    this.#answered(event);
  }

  #answered({ seq, kind, atMs, status }: EventOf<'accepted' | 'refused' | 'errored'>): void {
    this.#orders.setAnsweredMs(seq, atMs);
    const order = answeredOrder(this.#orders, seq, kind, status);
    for (const listener of this.#listeners) listener.answered?.(order);
  }

  #webhook(event: WebhookEvent): void {
    countWebhook(this.counters, this.#webhookIds, event);
    const seq = this.#ids.seqOf(event.orderId);
    if (seq !== undefined) this.#orderWebhook(seq, event);
    // Its order may be accepted a moment later: webhooks come before the answer, too.
    else if (this.#held.add(event)) this.counters.held += 1;
    else this.counters.webhooks.orphan += 1;
  }

  #orderWebhook(seq: number, event: WebhookEvent): void {
    const webhookClass = classifyWebhook(this.#orders, seq, event, this.#byAge.deadlineAtMs(seq));
    this.counters.webhooks[webhookClass] += 1;
    this.#orders.markSeen(seq, event.state);
    // Past the deadline a delivery no longer counts as one; a failure is still a failure, with its reason.
    if (webhookClass === 'accepted') this.#moveTo(seq, event, 'delivered');
    else if (webhookClass === 'late' && isDecided(event.state)) this.#moveTo(seq, event, 'timed_out');
  }

  #moveTo(seq: number, { state, reason, atMs }: WebhookEvent, ifDelivered: OrderOutcome): void {
    const before = this.#orders.state(seq);
    const wasOver = this.#orders.isOver(seq);
    if (!wasOver || ifDelivered === 'delivered') this.#orders.setState(seq, state);
    if (wasOver) return;
    if (isDecided(state)) {
      this.#decide(seq, before, state === 'failed' ? 'failed' : ifDelivered, 'webhook', reason, atMs);
      return;
    }
    this.counters.open[openStateOf(before)] -= 1;
    this.counters.open[openStateOf(state)] += 1;
  }

  #polled({ seq, state, reason, last, atMs }: EventOf<'polled'>): void {
    this.counters.polls += 1;
    if (this.#orders.phase(seq) !== 'expired' || (state === null && !last)) return;
    const before = this.#orders.state(seq);
    if (state !== null && isForward(before, state)) this.#orders.setState(seq, state);
    else if (state !== null && isForward(state, before))
      countViolation(this.counters, 'status', 'backward', `a status tells ${state} after ${before}`);
    if (state === null || !isDecided(state)) {
      this.#decide(seq, before, 'timed_out', 'poll', null, atMs);
      return;
    }
    this.counters.webhooksMissing += 1;
    this.#decide(seq, before, state === 'failed' ? 'failed' : 'lost', 'poll', reason, atMs);
  }

  /** An order is used again several times, but doubled only once. */
  #replayed({ seq, variant, result }: EventOf<'replayed'>): void {
    this.counters.replays[result] += 1;
    if (result === 'different_order') this.#doubled.add(seq);
    this.counters.ordersDoubled = this.#doubled.size;
    const told = { seq, sku: this.#orders.sku(seq), variant, result };
    for (const listener of this.#listeners) listener.replayed?.(told);
  }

  #decide(
    seq: number,
    stateBefore: OrderState,
    outcome: OrderOutcome,
    via: 'webhook' | 'poll',
    reason: FailureReason | null,
    decidedMs: number,
  ): void {
    this.counters.open[openStateOf(stateBefore)] -= 1;
    this.counters.completed[via][outcome] += 1;
    if (outcome === 'failed') this.counters.failures[reason ?? 'other'] += 1;
    this.#orders.setPhase(seq, via === 'webhook' ? 'decided' : 'settled');
    this.#over += 1;
    const order = decidedOrder(this.#orders, seq, { outcome, via, reason, decidedMs });
    for (const listener of this.#listeners) listener.decided?.(order);
  }

  #ended({ atMs }: EventOf<'ended'>): void {
    this.counters.webhooks.orphan += this.#held.clear();
    this.counters.held = 0;
    const { pending, reserved, processing } = this.counters.open;
    for (const listener of this.#listeners) listener.ended?.(pending + reserved + processing, atMs);
  }
}
