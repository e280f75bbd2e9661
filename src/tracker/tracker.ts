import type { FailureReason } from '../contract/failure-reason.js';
import { isDecided, isForward, type OrderState } from '../contract/order-state.js';
import type { OrderEvent, WebhookEvent } from '../order-event.js';
import { classifyWebhook } from './classify-webhook.js';
import { HeldWebhooks } from './held-webhooks.js';
import { OrderTable } from './order-table.js';
import {
  emptyCounters,
  type OpenState,
  type OrderOutcome,
  type TrackerCounters,
  type WebhookClass,
} from './tracker-counters.js';
import type { TrackerListener } from './tracker-listener.js';

type EventOf<K extends OrderEvent['kind']> = Extract<OrderEvent, { kind: K }>;

/**
 * The fold: takes every `OrderEvent` of a run, one after the other, and knows at each moment what became of each order.
 * It has no clock and no socket, so a live run, a replayed journal and a test give the same figures from the same
 * events.
 */
export class Tracker {
  readonly counters: TrackerCounters = emptyCounters();
  readonly #orders = new OrderTable();
  readonly #seqOf = new Map<string, number>();
  readonly #orderIds: (string | undefined)[] = [];
  readonly #held = new HeldWebhooks();
  readonly #listeners: TrackerListener[];
  /** All orders before this number have passed their deadline; planned instants never decrease. */
  #deadlineHead = 0;
  /** All orders before this number are over; for the oldest one in flight. */
  #openHead = 0;
  #lastSeq = -1;
  #over = 0;
  /** Accepted only after their deadline had passed. */
  readonly #acceptedLate: number[] = [];

  /** `deadlineMs`: from an order's planned instant; a final webhook that arrives later is late. */
  constructor(
    readonly deadlineMs: number,
    listeners: readonly TrackerListener[] = [],
  ) {
    this.#listeners = [...listeners];
  }

  /** From now on tells `listener`, too. */
  listen(listener: TrackerListener): void {
    this.#listeners.push(listener);
  }

  /** Takes one event. Events of one order come in the order in which they happened; those of several may mix. */
  apply(event: OrderEvent): void {
    switch (event.kind) {
      case 'planned':
        return this.#planned(event);
      case 'dropped':
        return this.#dropped(event);
      case 'sent':
        return this.#sent(event);
      case 'attempt_failed':
        return this.#attemptFailed(event);
      case 'accepted':
        return this.#accepted(event);
      case 'refused':
      case 'errored':
        return this.#refused(event);
      case 'webhook':
        return this.#webhook(event);
      case 'webhook_rejected':
        return this.#webhookRejected(event);
      case 'expired':
        return this.#expired(event);
      case 'polled':
        return this.#polled(event);
      case 'replayed':
        this.counters.replays[event.result] += 1;
        return;
      case 'violation':
        return this.#violation(event);
      case 'ended':
        return this.#ended(event);
    }
  }

  /** Orders sent or due, and not yet decided, refused or errored. */
  get inFlight(): number {
    return this.counters.planned - this.#over;
  }

  /** The API's id of an accepted order. */
  orderId(seq: number): string | undefined {
    return this.#orderIds[seq];
  }

  /** The planned instant of the oldest order in flight; null when there is none. */
  oldestInFlightMs(): number | null {
    while (this.#openHead <= this.#lastSeq && this.#isOver(this.#openHead)) this.#openHead += 1;
    return this.#openHead <= this.#lastSeq ? this.#orders.plannedMs(this.#openHead) : null;
  }

  /**
   * The accepted orders whose deadline has passed since the last call and that are still open: an `expired` event is
   * due for each. All orders share one deadline, so this only moves a head forward.
   */
  overdue(nowMs: number): number[] {
    const due = this.#acceptedLate.splice(0);
    while (this.#deadlineHead <= this.#lastSeq && this.#deadlineOf(this.#deadlineHead) < nowMs) {
      if (this.#orders.phase(this.#deadlineHead) === 'open') due.push(this.#deadlineHead);
      this.#deadlineHead += 1;
    }
    return due;
  }

  #planned({ seq, atMs, sku, stage }: EventOf<'planned'>): void {
    this.#orders.plan(seq, atMs, sku, stage);
    this.#lastSeq = Math.max(this.#lastSeq, seq);
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

  #attemptFailed({ cause, retryInMs }: EventOf<'attempt_failed'>): void {
    this.counters.attemptFailures[cause] += 1;
    if (retryInMs === null) this.counters.retriesExhausted += 1;
    else this.counters.retries += 1;
  }

  #accepted(event: EventOf<'accepted'>): void {
    const { seq, orderId, state } = event;
    this.counters.accepted += 1;
    this.#orders.setPhase(seq, 'open');
    this.#orders.setState(seq, state);
    this.#orderIds[seq] = orderId;
    if (this.#seqOf.has(orderId))
      this.#violation({ ...reusedOrderId, explanation: `order id ${orderId} was given twice` });
    this.#seqOf.set(orderId, seq);
    this.counters.open[openStateOf(state)] += 1;
    this.#answered(event);
    if (seq < this.#deadlineHead) this.#acceptedLate.push(seq);
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
    for (const listener of this.#listeners) {
      listener.answered?.({
        seq,
        sku: this.#orders.sku(seq),
        outcome: kind,
        plannedMs: this.#orders.plannedMs(seq),
        sentMs: this.#orders.sentMs(seq),
        answeredMs: atMs,
        status,
      });
    }
  }

  #webhook(event: WebhookEvent): void {
    this.counters.webhooksReceived += 1;
    if (event.codes !== null) this.counters.codes[event.codes] += 1;
    const seq = this.#seqOf.get(event.orderId);
    if (seq !== undefined) return this.#orderWebhook(seq, event);
    // Its order may be accepted a moment later: webhooks come before the answer, too.
    if (this.#held.add(event)) this.counters.held += 1;
    else this.#classified('orphan', 1);
  }

  #webhookRejected({ verdict, why }: EventOf<'webhook_rejected'>): void {
    this.counters.webhooksReceived += 1;
    this.#classified(verdict, 1);
    if (verdict === 'forged') this.counters.firstForgery ??= why;
  }

  #orderWebhook(seq: number, event: WebhookEvent): void {
    const webhookClass = classifyWebhook(this.#orders, seq, event, this.#deadlineOf(seq));
    this.#classified(webhookClass, 1);
    this.#orders.markSeen(seq, event.state);
    if (webhookClass === 'accepted') this.#moveTo(seq, event);
    else if (webhookClass === 'late') this.#cameLate(seq, event);
  }

  #moveTo(seq: number, event: WebhookEvent): void {
    const before = this.#orders.state(seq);
    this.#orders.setState(seq, event.state);
    if (this.#orders.phase(seq) === 'decided') return;
    if (isDecided(event.state)) {
      this.#decide(seq, before, outcomeOf(event.state), 'webhook', event.reason, event.atMs);
      return;
    }
    this.counters.open[openStateOf(before)] -= 1;
    this.counters.open[openStateOf(event.state)] += 1;
  }

  /** Past the deadline a delivery no longer counts as one; a failure is still a failure, with its reason. */
  #cameLate(seq: number, { state, reason, atMs }: WebhookEvent): void {
    if (this.#orders.phase(seq) === 'decided' || !isDecided(state)) return;
    const before = this.#orders.state(seq);
    this.#orders.setState(seq, state);
    this.#decide(seq, before, state === 'failed' ? 'failed' : 'timed_out', 'webhook', reason, atMs);
  }

  #expired({ seq }: EventOf<'expired'>): void {
    if (this.#orders.phase(seq) === 'open') this.#orders.setPhase(seq, 'expired');
  }

  #polled({ seq, state, reason, last, atMs }: EventOf<'polled'>): void {
    this.counters.polls += 1;
    if (this.#orders.phase(seq) !== 'expired' || (state === null && !last)) return;
    const before = this.#orders.state(seq);
    if (state !== null && isForward(before, state)) this.#orders.setState(seq, state);
    if (state === null || !isDecided(state))
      return this.#decide(seq, before, 'timed_out', 'poll', null, atMs);
    this.counters.webhooksMissing += 1;
    this.#decide(seq, before, state === 'failed' ? 'failed' : 'lost', 'poll', reason, atMs);
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
    this.#orders.setPhase(seq, 'decided');
    this.#over += 1;
    for (const listener of this.#listeners) {
      listener.decided?.({
        seq,
        sku: this.#orders.sku(seq),
        stage: this.#orders.stage(seq),
        outcome,
        via,
        reason,
        plannedMs: this.#orders.plannedMs(seq),
        sentMs: this.#orders.sentMs(seq),
        answeredMs: this.#orders.answeredMs(seq),
        decidedMs,
      });
    }
  }

  #ended({ atMs }: EventOf<'ended'>): void {
    this.#classified('orphan', this.#held.clear());
    this.counters.held = 0;
    const { pending, reserved, processing } = this.counters.open;
    for (const listener of this.#listeners) listener.ended?.(pending + reserved + processing, atMs);
  }

  #violation({
    place,
    violation,
    explanation,
  }: Pick<EventOf<'violation'>, 'place' | 'violation' | 'explanation'>): void {
    const name = `${place}.${violation}`;
    const known = this.counters.violations.get(name);
    if (known) known.count += 1;
    else this.counters.violations.set(name, { count: 1, example: explanation });
  }

  #classified(webhookClass: WebhookClass, count: number): void {
    this.counters.webhooks[webhookClass] += count;
  }

  #deadlineOf(seq: number): number {
    return this.#orders.plannedMs(seq) + this.deadlineMs;
  }

  #isOver(seq: number): boolean {
    const phase = this.#orders.phase(seq);
    return phase === 'decided' || phase === 'refused' || phase === 'errored' || phase === 'dropped';
  }
}

const reusedOrderId = { place: 'answer', violation: 'reused_order_id' } as const;

/** A decided state, told by the first answer already, still waits for its webhook: it is open as `processing`. */
function openStateOf(state: OrderState): OpenState {
  return state === 'pending' || state === 'reserved' ? state : 'processing';
}

function outcomeOf(state: OrderState): OrderOutcome {
  return state === 'failed' ? 'failed' : 'delivered';
}
