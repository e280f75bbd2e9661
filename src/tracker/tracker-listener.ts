import type { FailureReason } from '../contract/failure-reason.js';
import type { RefusalReason } from '../contract/refusal-reason.js';
import type { ReplayResult } from '../order-event.js';
import type { OrderOutcome } from './tracker-counters.js';

/** One decided order with the instants it went through, in milliseconds of the run's monotonic clock. */
export interface DecidedOrder {
  readonly seq: number;
  readonly sku: number;
  readonly stage: number;
  readonly outcome: OrderOutcome;
  readonly via: 'webhook' | 'poll';
  /** Null unless the order failed. */
  readonly reason: FailureReason | null;
  readonly plannedMs: number;
  readonly sentMs: number;
  readonly answeredMs: number;
  /** Arrival of the final webhook, or the instant of the decision where none came. */
  readonly decidedMs: number;
}

/** An order whose create call is over, accepted or not. */
export interface AnsweredOrder {
  readonly seq: number;
  readonly sku: number;
  readonly stage: number;
  readonly outcome: 'accepted' | 'refused' | 'errored';
  /** Null for an accepted order. */
  readonly reason: RefusalReason | null;
  readonly plannedMs: number;
  readonly sentMs: number;
  readonly answeredMs: number;
  /** HTTP status of the answer; null where there was none. */
  readonly status: number | null;
}

/** An order whose key was used again on purpose. */
export interface ReplayedOrder {
  readonly seq: number;
  readonly sku: number;
  readonly variant: 'same_body' | 'other_body';
  readonly result: ReplayResult;
}

/** What the tracker tells those who listen, at the event that decides it. */
export interface TrackerListener {
  /** The first attempt left. */
  sent?(lagMs: number, atMs: number): void;
  answered?(order: AnsweredOrder): void;
  decided?(order: DecidedOrder): void;
  replayed?(order: ReplayedOrder): void;
  /** The run is over while this many accepted orders are still open. */
  ended?(openOrders: number, atMs: number): void;
}
