import type { FailureReason } from '../contract/failure-reason.js';
import { isDecided, isForward, type OrderState } from '../contract/order-state.js';
import type { OrderEvent, WebhookEvent } from '../order-event.js';
import { classifyWebhook } from './classify-webhook.js';
import { countClass } from './count-class.js';
import { countViolation } from './count-event.js';
import { openStateOf } from './open-state.js';
import type { OrderTable } from './order-table.js';
import type { ToldListeners } from './told-listeners.js';
import type { OrderOutcome, PollResult, TrackerCounters } from './tracker-counters.js';

function pollResultOf(state: OrderState | null, known: OrderState): PollResult {
  if (state === null) return 'error';
  if (isDecided(state)) return 'terminal';
  return state === known ? 'unchanged' : 'changed';
}

/** How webhooks and status polls move an accepted order forward, and decide it. */
export class OrderMoves {
  /** How many orders were decided. */
  decided = 0;

  constructor(
    private readonly orders: OrderTable,
    private readonly counters: TrackerCounters,
    private readonly listeners: ToldListeners,
  ) {}

  /** Takes a webhook of this order, and puts it into its one class. */
  webhook(seq: number, event: WebhookEvent, deadlineAtMs: number): void {
    const webhookClass = classifyWebhook(this.orders, seq, event, deadlineAtMs);
    countClass(this.counters, webhookClass, event.state);
    this.orders.markSeen(seq, event.state);
    // Past the deadline a delivery no longer counts as one; a failure is still a failure, with its reason.
    if (webhookClass === 'accepted') this.#moveTo(seq, event, 'delivered');
    else if (webhookClass === 'late' && isDecided(event.state)) this.#moveTo(seq, event, 'timed_out');
  }

  /** Takes what the API said when it was asked. */
  polled({ seq, state, reason, last, atMs }: Extract<OrderEvent, { kind: 'polled' }>): void {
    const { orders, counters } = this;
    counters.polls[pollResultOf(state, orders.state(seq))] += 1;
    if (state === null && !last) counters.pollsDeferred += 1;
    if (orders.phase(seq) !== 'expired' || (state === null && !last)) return;
    const before = orders.state(seq);
    if (state !== null && isForward(before, state)) orders.setState(seq, state);
    else if (state !== null && isForward(state, before))
      countViolation(counters, 'status', 'backward', `a status tells ${state} after ${before}`);
    if (state === null || !isDecided(state)) {
      this.#decide(seq, before, 'timed_out', 'poll', null, atMs);
      return;
    }
    counters.webhooksMissing += 1;
    this.#decide(seq, before, state === 'failed' ? 'failed' : 'lost', 'poll', reason, atMs);
  }

  /** Nobody asks what became of an expired order: it had no webhook in time, and more will not be known. */
  timedOut(seq: number, atMs: number): void {
    const { orders } = this;
    if (orders.phase(seq) === 'expired')
      this.#decide(seq, orders.state(seq), 'timed_out', 'poll', null, atMs);
  }

  #moveTo(seq: number, { state, reason, atMs }: WebhookEvent, ifDelivered: OrderOutcome): void {
    const { orders, counters } = this;
    const before = orders.state(seq);
    const wasOver = orders.isOver(seq);
    if (!wasOver || ifDelivered === 'delivered') orders.setState(seq, state);
    if (wasOver) return;
    if (isDecided(state)) {
      this.#decide(seq, before, state === 'failed' ? 'failed' : ifDelivered, 'webhook', reason, atMs);
      return;
    }
    counters.open[openStateOf(before)] -= 1;
    counters.open[openStateOf(state)] += 1;
  }

  #decide(
    seq: number,
    stateBefore: OrderState,
    outcome: OrderOutcome,
    via: 'webhook' | 'poll',
    reason: FailureReason | null,
    decidedMs: number,
  ): void {
    const { counters } = this;
    counters.open[openStateOf(stateBefore)] -= 1;
    counters.completed[via][outcome] += 1;
    if (outcome === 'failed') counters.failures[reason ?? 'other'] += 1;
    this.orders.setPhase(seq, via === 'webhook' ? 'decided' : 'settled');
    this.decided += 1;
    this.listeners.decided(seq, outcome, via, reason, decidedMs);
  }
}
