import type { RefusalReason } from '../contract/refusal-reason.js';
import type { OrderEvent, WebhookEvent } from '../order-event.js';
import { countClass } from './count-class.js';
import { countEvent, countViolation } from './count-event.js';
import { countWebhook } from './count-webhook.js';
import { takeDoubtful } from './doubtful-order.js';
import type { FoundIds } from './found-ids.js';
import { HeldWebhooks } from './held-webhooks.js';
import { IdsOfEvent } from './ids-of-event.js';
import { openStateOf } from './open-state.js';
import { ordersPerChunk } from './order-chunk.js';
import { OrderIds } from './order-ids.js';
import { OrderMoves } from './order-moves.js';
import type { OrderPhase } from './order-phase.js';
import { OrderTable } from './order-table.js';
import { OrdersByAge } from './orders-by-age.js';
import type { OverdueHead } from './overdue-head.js';
import { ToldListeners } from './told-listeners.js';
import { emptyCounters, type TrackerCounters } from './tracker-counters.js';
import type { TrackerListener } from './tracker-listener.js';
import { type TrackerSettings, trackerSettings } from './tracker-settings.js';
import { WebhookIds } from './webhook-ids.js';

type EventOf<K extends OrderEvent['kind']> = Extract<OrderEvent, { kind: K }>;

/**
 * The fold: takes every `OrderEvent` of a run, one after the other, and knows at each moment what became of each order.
 * It has no clock and no socket, so a live run, a replayed journal and a test give the same figures from the same
 * events.
 */
export class Tracker {
  readonly #orders: OrderTable;
  readonly #ids = new OrderIds();
  readonly #held = new HeldWebhooks();
  readonly #webhookIds: WebhookIds;
  readonly #listeners: ToldListeners;
  readonly #byAge: OrdersByAge;
  readonly #idsOfEvent = new IdsOfEvent();
  readonly #moves: OrderMoves;
  /** Orders that are over without having been decided, and all that were counted before. */
  #over: number;
  /** At most as many as are replayed. */
  readonly #doubled = new Set<number>();
  readonly #settings: TrackerSettings;

  /**
   * `deadlineMs`: from an order's planned instant; a final webhook that arrives later is late. `settings`: what is not
   * as `trackerSettings` says; the same in a live run and in its replay. `counters`: of an earlier process's orders, all over.
   */
  constructor(
    readonly deadlineMs: number,
    listeners: readonly TrackerListener[] = [],
    settings: Partial<TrackerSettings> = {},
    readonly counters: TrackerCounters = emptyCounters(),
  ) {
    this.#over = counters.planned;
    const forget = (chunk: number): void => this.#forget(chunk);
    this.#settings = { ...trackerSettings, ...settings };
    this.#orders = new OrderTable(this.#settings, forget);
    this.#webhookIds = new WebhookIds(this.#settings.recentWebhookIds);
    this.#listeners = new ToldListeners(this.#orders, listeners);
    this.#moves = new OrderMoves(this.#orders, this.counters, this.#listeners);
    this.#byAge = new OrdersByAge(this.#orders, deadlineMs);
  }

  /** From now on tells `listener`, too. */
  listen(listener: TrackerListener): void {
    this.#listeners.add(listener);
  }

  /**
   * Takes one event. Events of one order come in the order in which they happened; those of several may mix. `ids` are its
   * own, from whoever has found them before.
   */
  apply(event: OrderEvent, ids: FoundIds | null = null): void {
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
        this.#accepted(event, ids ?? this.#idsOfEvent.accepted(event));
        break;
      case 'refused':
      case 'errored':
        this.#refused(event);
        break;
      case 'webhook':
        this.#webhook(event, ids ?? this.#idsOfEvent.webhook(event));
        break;
      case 'expired':
        this.#orders.expire(event.seq);
        if (!this.#settings.pollsExpired) this.#moves.timedOut(event.seq, event.atMs);
        break;
      case 'polled':
        this.#moves.polled(event);
        break;
      case 'replayed':
        this.#replayed(event);
        break;
      case 'in_doubt':
      case 'reopened':
        this.#over += takeDoubtful(this.#orders, this.counters, event);
        break;
      case 'loop_delay':
        // Told once a second whatever else happens, so time passes in a replay as it did in the live run.
        this.#orphans(this.#held.takeOlder(event.atMs - this.#settings.heldForMs));
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
    return this.counters.planned - this.#over - this.#moves.decided;
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

  /** Finds the orders that are open for longer than `limitMs`: for whoever sets them a limit of its own. */
  overdueAfter(limitMs: number): OverdueHead {
    return this.#byAge.overdueAfter(limitMs);
  }

  #planned({ seq, atMs, sku, stage }: EventOf<'planned'>): void {
    this.#orders.plan(seq, atMs, sku, stage);
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
    this.#listeners.sent(seq, atMs);
  }

  #accepted(event: EventOf<'accepted'>, { orderId }: FoundIds): void {
    const { seq, state } = event;
    this.counters.accepted += 1;
    this.#orders.setPhase(seq, 'open');
    this.#orders.setState(seq, state);
    if (!this.#ids.join(seq, orderId))
      countViolation(this.counters, 'answer', 'reused_order_id', `order id ${event.orderId} was given twice`);
    this.counters.open[openStateOf(state)] += 1;
    this.#answered(event, null);
    this.#byAge.accepted(seq);
    // Mostly none wait, and the text of the id is nearly never needed.
    if (this.#held.count > 0) this.#takeHeld(event);
  }

  #refused(event: EventOf<'refused' | 'errored'>): void {
    this.#orders.setPhase(event.seq, event.kind);
    this.#over += 1;
    this.counters[event.kind][event.reason] += 1;
    this.#answered(event, event.reason);
  }

  #answered(
    { seq, kind, atMs, status }: EventOf<'accepted' | 'refused' | 'errored'>,
    reason: RefusalReason | null,
  ): void {
    this.#orders.setAnsweredMs(seq, atMs);
    this.#listeners.answered(seq, kind, reason, status);
  }

  #takeHeld({ seq, orderId }: EventOf<'accepted'>): void {
    const early = this.#held.take(orderId);
    this.counters.held -= early.length;
    for (const webhook of early) this.#orderWebhook(seq, webhook);
  }

  #webhook(event: WebhookEvent, ids: FoundIds): void {
    countWebhook(this.counters, this.#webhookIds, event, ids);
    const seq = this.#ids.seqOf(ids.orderId);
    if (seq !== undefined) this.#orderWebhook(seq, event);
    // Its order may be accepted a moment later: webhooks come before the answer, too.
    else if (this.#held.add(event)) this.counters.held += 1;
    else countClass(this.counters, 'orphan', event.state);
  }

  /** Webhooks that no order waits for any more. */
  #orphans(webhooks: readonly WebhookEvent[]): void {
    for (const { state } of webhooks) countClass(this.counters, 'orphan', state);
    this.counters.held -= webhooks.length;
  }

  #orderWebhook(seq: number, event: WebhookEvent): void {
    this.#moves.webhook(seq, event, this.#byAge.deadlineAtMs(seq));
  }

  /** An order is used again several times, but doubled only once. */
  #replayed(event: EventOf<'replayed'>): void {
    const { seq, result } = event;
    this.counters.replays[result] += 1;
    if (result === 'different_order' && !this.#doubled.has(seq)) this.counters.ordersDoubled += 1;
    if (result === 'different_order') this.#doubled.add(seq);
    this.#listeners.replayed(event);
  }

  #ended({ atMs }: EventOf<'ended'>): void {
    this.#orphans(this.#held.clear());
    const { pending, reserved, processing } = this.counters.open;
    this.#listeners.ended(pending + reserved + processing, atMs);
  }

  #forget(chunk: number): void {
    this.#ids.forget(chunk);
    this.counters.ordersForgotten += ordersPerChunk;
  }
}
