import type { CodeFailure } from './contract/code-failure.js';
import type { ViolationKind, ViolationPlace } from './contract/contract-error.js';
import type { FailureReason } from './contract/failure-reason.js';
import type { OrderState } from './contract/order-state.js';
import type { RefusalReason } from './contract/refusal-reason.js';

/**
 * Everything that can happen to an order. Stages take events or give events, and nothing else passes between them.
 *
 * `atMs` is the monotonic instant of the event, in milliseconds of the run's clock. `seq` is the order's number in the
 * schedule, from 0 without gaps. Events that come from the API's side know only the API's `orderId`.
 */
export type OrderEvent =
  /** The schedule's instant came. `sku` is the index in the profile's order mix, `stage` the index of the load stage. */
  | {
      readonly kind: 'planned';
      readonly atMs: number;
      readonly seq: number;
      readonly sku: number;
      readonly stage: number;
    }
  /**
   * From now on the orders `from` to `to` (both included) may be sent. Keys and schedule follow from the seed, so this one
   * line, safe in the journal before any of them leaves, is all that is needed to find each of them again.
   */
  | { readonly kind: 'intent'; readonly atMs: number; readonly from: number; readonly to: number }
  /** The load ended early: no order from this number on will ever be sent, whether an intent covers it or not. */
  | { readonly kind: 'drain'; readonly atMs: number; readonly from: number }
  /** The order was due but never sent. */
  | { readonly kind: 'dropped'; readonly atMs: number; readonly seq: number; readonly reason: DropReason }
  /** The first attempt was written to a socket. */
  | { readonly kind: 'sent'; readonly atMs: number; readonly seq: number }
  /** One attempt gave no usable answer. `retryInMs` is null when it was the last one. */
  | {
      readonly kind: 'attempt_failed';
      readonly atMs: number;
      readonly seq: number;
      readonly attempt: number;
      readonly cause: AttemptFailure;
      readonly status: number | null;
      readonly retryInMs: number | null;
      /** What was met, in one sentence for the log, such as the system's error. */
      readonly explanation: string;
    }
  /** The API took the order: money is at stake from here on. */
  | {
      readonly kind: 'accepted';
      readonly atMs: number;
      readonly seq: number;
      readonly orderId: string;
      readonly state: OrderState;
      readonly status: number;
    }
  /** The API said no. */
  | {
      readonly kind: 'refused';
      readonly atMs: number;
      readonly seq: number;
      readonly reason: RefusalReason;
      readonly status: number;
    }
  /**
   * The order may or may not exist: no attempt gave a usable answer, or the API said no to a retry in a way that proves
   * nothing about the attempt before.
   */
  | {
      readonly kind: 'errored';
      readonly atMs: number;
      readonly seq: number;
      readonly reason: RefusalReason;
      readonly status: number | null;
    }
  /** An authentic, readable webhook. */
  | WebhookEvent
  /**
   * A request to the webhook address that is not one: `why` is one sentence for the log. In a flood one event stands for
   * several requests alike: `count` says for how many, `atMs` is the last one's and `why` the first one's. Absent: one.
   */
  | {
      readonly kind: 'webhook_rejected';
      readonly atMs: number;
      readonly verdict: 'forged' | 'malformed';
      readonly why: string;
      readonly count?: number;
    }
  /** The deadline passed without a final webhook. */
  | { readonly kind: 'expired'; readonly atMs: number; readonly seq: number }
  /** The API was asked for the status. `state` is null when it gave no usable answer; `last`: nobody will ask again. */
  | {
      readonly kind: 'polled';
      readonly atMs: number;
      readonly seq: number;
      readonly state: OrderState | null;
      readonly reason: FailureReason | null;
      readonly last: boolean;
    }
  /** One key was used again on purpose, with the same or another body: what came of it. */
  | {
      readonly kind: 'replayed';
      readonly atMs: number;
      readonly seq: number;
      readonly variant: 'same_body' | 'other_body';
      readonly result: ReplayResult;
      readonly orderId: string | null;
    }
  /** The API broke its contract in a way that the flow survives. */
  | {
      readonly kind: 'violation';
      readonly atMs: number;
      readonly place: ViolationPlace;
      readonly violation: ViolationKind;
      readonly explanation: string;
    }
  /** How late the event loop of the thread that measures was at most, since the last such event or the run's begin. */
  | { readonly kind: 'loop_delay'; readonly atMs: number; readonly maxMs: number }
  /** A later process goes on with the run: an `ended` before this was not its end. */
  | { readonly kind: 'resumed'; readonly atMs: number }
  /** Nobody knows whether the order was sent or taken, because the process that sent it was killed. */
  | { readonly kind: 'in_doubt'; readonly atMs: number; readonly seq: number }
  /** An order that had ended as errored for `reason` is asked for again, under its own key. */
  | { readonly kind: 'reopened'; readonly atMs: number; readonly seq: number; readonly reason: RefusalReason }
  /** The run is over: what still waits for its order will not find it. */
  | { readonly kind: 'ended'; readonly atMs: number };

/** What may have become of the codes that a webhook brings. */
export const codeFates = ['opened', 'failed'] as const;

export interface WebhookEvent {
  readonly kind: 'webhook';
  /** Stamped first thing in the handler, before parsing or verifying. */
  readonly atMs: number;
  /** The sender's id of this webhook, the same at each retry; null where the signature scheme has none. */
  readonly webhookId: string | null;
  readonly orderId: string;
  readonly state: OrderState;
  readonly reason: FailureReason | null;
  /** The reason as the API wrote it, where it is not in the closed list. */
  readonly unlistedReason: string | null;
  /** Whether the delivered codes could be opened; null for a webhook that brings none. The codes themselves stop here. */
  readonly codes: (typeof codeFates)[number] | null;
  /** Why the first code that could not be opened could not; only where `codes` is `failed`, and not in older journals. */
  readonly codeFailure?: CodeFailure;
  /** There when only a secret older than the newest one proved its signature or opened its codes. */
  readonly oldSecret?: true;
}

/** Why a due order was not sent: too many in flight, the spend limit reached, or the run being stopped. */
export const dropReasons = ['in_flight', 'spend', 'shutdown'] as const;
export type DropReason = (typeof dropReasons)[number];

/**
 * Why one attempt failed. `malformed`: an answer that could not be read, so the order's id is not known. `conflict`: the
 * API says that an earlier attempt under this key is still in work.
 */
export const attemptFailures = ['5xx', 'timeout', 'network', 'malformed', 'conflict'] as const;
export type AttemptFailure = (typeof attemptFailures)[number];

/**
 * What using a key again gave: the first order's id; another order's id (the law is broken); a 409 because the first
 * call was still in work; a 422 because the body differs; or no answer that says anything.
 */
export const replayResults = ['same_order', 'different_order', 'conflict', 'mismatch', 'no_answer'] as const;
export type ReplayResult = (typeof replayResults)[number];
