import { orderIdField } from '../contract/order-id.js';
import { doubtAfter } from '../load/doubt.js';
import { endWithoutOrder } from '../load/end-without-order.js';
import type { AttemptOutcome } from '../load/http-attempt.js';
import { type AnswerReader, type CreateReading, readCreate } from '../load/read-create.js';
import { acceptedId, replayResult } from '../load/replay-result.js';
import { maxOrders } from '../tracker/order-table.js';
import type { Tracker } from '../tracker/tracker.js';
import type { Faults } from './faults.js';
import { liveLimits } from './live-limits.js';
import { RecentKeys } from './recent-keys.js';
import { WatchedOrder } from './watched-order.js';

/** What the create calls of a service are watched with. */
export interface WatchedOrdersParts extends AnswerReader {
  readonly tracker: Pick<Tracker, 'inFlight' | 'orderId'>;
  readonly faults: Faults;
  /** `liveLimits.maxInFlight` unless given. */
  readonly maxInFlight?: number;
}

/** One create call of the service. */
export interface WatchedCall {
  /** The request was written to a socket. */
  started(): void;
  /** What came of it; only the first word counts. */
  ended(outcome: AttemptOutcome): void;
}

/**
 * Makes events of the create calls that a service makes by itself. Calls under one key are one order, as they are for the API:
 * a call that gave no order waits for the next try, and one under the key of an accepted order is a replay.
 */
export class WatchedOrders {
  #nextSeq = 0;
  #closed = false;
  /** Orders whose calls are not over, and those that wait for the next try. */
  readonly #byKey = new Map<string, WatchedOrder>();
  /** Calls that are not over, by when they began: the oldest first. */
  readonly #calls = new Map<WatchedCall, number>();
  /** Since when they wait: the longest wait first, because all wait equally long. */
  readonly #waiting = new Map<WatchedOrder, number>();
  readonly #accepted = new RecentKeys(liveLimits.recentKeys);

  constructor(private readonly parts: WatchedOrdersParts) {}

  /** Orders planned so far, those that were not watched among them. */
  get planned(): number {
    return this.#nextSeq;
  }

  /** A create call begins. `key` is its idempotency key; null where none can be seen. Null when it is not watched. */
  begin(key: string | null): WatchedCall | null {
    if (this.#closed) return null;
    const order = (key === null ? null : this.#known(key)) ?? this.#planned(key, this.parts.clock.nowMs());
    return order === null ? null : this.#call(order);
  }

  /**
   * An order that was created where foxload could not see the call. `atMs`: when that call began. Throws a ContractError for
   * an id that can be none.
   */
  created(orderId: string, atMs: number): void {
    if (this.#closed) return;
    orderIdField({ order_id: orderId }, 'the noted order');
    const order = this.#planned(null, atMs);
    if (order === null) return;
    const { seq } = order;
    this.parts.emit({ kind: 'sent', atMs, seq });
    this.parts.emit({ kind: 'accepted', atMs, seq, orderId, state: 'pending', status: 201 });
  }

  /** Ends the calls whose end was never seen, and gives up what has waited long enough for its next try. */
  tick(nowMs: number): void {
    for (const [call, sinceMs] of this.#calls) {
      if (nowMs - sinceMs < liveLimits.callMs) break;
      this.parts.faults.note(
        'unseen_end',
        'a create call has no end that foxload could see: was its answer read?',
      );
      call.ended({ kind: 'no_answer', cause: 'timeout', explanation: 'no end of the call was seen' });
    }
    for (const [order, sinceMs] of this.#waiting) {
      if (nowMs - sinceMs < liveLimits.retryWaitMs) return;
      this.#giveUp(order);
    }
  }

  /** Nothing is watched any more; what has no answer yet ends as errored. */
  close(): void {
    this.#closed = true;
    const open = new Set([...this.#waiting.keys(), ...this.#byKey.values()]);
    for (const order of open) if (order.last !== null && order.acceptedId === null) this.#giveUp(order);
  }

  #known(key: string): WatchedOrder | null {
    const order = this.#byKey.get(key);
    if (order !== undefined) return order;
    const seq = this.#accepted.find(key);
    const orderId = seq === undefined ? undefined : this.parts.tracker.orderId(seq);
    if (seq === undefined || orderId === undefined) return null;
    const replayed = new WatchedOrder(seq, key);
    replayed.acceptedId = orderId;
    replayed.isSent = true;
    this.#byKey.set(key, replayed);
    return replayed;
  }

  #planned(key: string | null, atMs: number): WatchedOrder | null {
    const { tracker, faults, emit, maxInFlight = liveLimits.maxInFlight } = this.parts;
    if (this.#nextSeq >= maxOrders) {
      faults.note(
        'orders_used_up',
        `all ${maxOrders} order numbers are used up; restart the process to go on`,
      );
      return null;
    }
    const seq = this.#nextSeq++;
    emit({ kind: 'planned', atMs, seq, sku: 0, stage: 0 });
    if (tracker.inFlight > maxInFlight) {
      emit({ kind: 'dropped', atMs, seq, reason: 'in_flight' });
      return null;
    }
    const order = new WatchedOrder(seq, key);
    if (key !== null) this.#byKey.set(key, order);
    return order;
  }

  #call(order: WatchedOrder): WatchedCall {
    this.#retried(order);
    order.running += 1;
    order.attempts += 1;
    let hasStarted = false;
    const call: WatchedCall = {
      started: () => {
        hasStarted = true;
        this.#markSent(order);
      },
      ended: (outcome) => {
        if (!this.#calls.delete(call) || this.#closed) return;
        this.#ended(order, readCreate(this.parts, outcome), hasStarted);
      },
    };
    this.#calls.set(call, this.parts.clock.nowMs());
    return call;
  }

  /** Another try under the key: the last one's failure is told now, with how long it took until this one. */
  #retried(order: WatchedOrder): void {
    this.#waiting.delete(order);
    if (order.last === null || order.acceptedId !== null) return;
    order.tellFailure(this.parts.emit, this.parts.clock.nowMs() - order.lastAtMs);
    order.last = null;
  }

  #markSent(order: WatchedOrder): void {
    if (order.isSent) return;
    order.isSent = true;
    this.parts.emit({ kind: 'sent', atMs: this.parts.clock.nowMs(), seq: order.seq });
  }

  #ended(order: WatchedOrder, reading: CreateReading, hasStarted: boolean): void {
    order.running -= 1;
    // Where no connection came about the request never reached a socket; the order counts as sent all the same.
    this.#markSent(order);
    if (order.acceptedId === null) this.#firstWord(order, reading, hasStarted);
    else this.#replayed(order, reading);
    if (order.running === 0 && order.acceptedId !== null) this.#forget(order);
  }

  #firstWord(order: WatchedOrder, reading: CreateReading, hasStarted: boolean): void {
    const orderId = acceptedId(reading);
    const atMs = this.parts.clock.nowMs();
    order.doubt = doubtAfter(order.doubt, reading, hasStarted, order.running > 0);
    if (orderId !== null && reading.kind === 'read' && reading.answer.kind === 'accepted') {
      const { state } = reading.answer;
      order.acceptedId = orderId;
      if (order.key !== null) this.#accepted.add(order.key, order.seq);
      this.parts.emit({ kind: 'accepted', atMs, seq: order.seq, orderId, state, status: reading.status });
      return;
    }
    order.last = reading;
    order.lastAtMs = atMs;
    if (order.running > 0) return;
    if (order.key === null || isFinal(reading)) this.#giveUp(order);
    else this.#waiting.set(order, atMs);
  }

  /** Whether the body is the first one's is not looked at. */
  #replayed({ seq, acceptedId: firstId }: WatchedOrder, reading: CreateReading): void {
    const orderId = acceptedId(reading);
    const result = replayResult(reading, orderId, firstId);
    const atMs = this.parts.clock.nowMs();
    this.parts.emit({ kind: 'replayed', atMs, seq, variant: 'same_body', result, orderId });
  }

  #giveUp(order: WatchedOrder): void {
    this.#forget(order);
    if (order.last === null) return;
    order.tellFailure(this.parts.emit, null);
    const atMs = this.parts.clock.nowMs();
    this.parts.emit({ atMs, seq: order.seq, ...endWithoutOrder(order.last, order.doubt) });
  }

  #forget(order: WatchedOrder): void {
    this.#waiting.delete(order);
    if (order.key !== null) this.#byKey.delete(order.key);
  }
}

/** A rate limit is asked again later; any other "no" is the last word. */
function isFinal(reading: CreateReading): boolean {
  if (reading.kind === 'unreadable') return false;
  return reading.answer.kind !== 'refused' || reading.answer.reason !== 'rate_limited';
}
