import { type CodeFailure, codeFailures } from '../contract/code-failure.js';
import { type FailureReason, failureReasons } from '../contract/failure-reason.js';
import { type OrderState, orderStates } from '../contract/order-state.js';
import { type RefusalReason, refusalReasons } from '../contract/refusal-reason.js';
import {
  type AttemptFailure,
  attemptFailures,
  type DropReason,
  dropReasons,
  type ReplayResult,
  replayResults,
} from '../order-event.js';
import { type OpenState, openStates } from './open-state.js';

/** How an accepted order ended. `lost`: delivered by the API's word, but its webhook never came. */
export const orderOutcomes = ['delivered', 'failed', 'timed_out', 'lost'] as const;
export type OrderOutcome = (typeof orderOutcomes)[number];

/** Every request to the webhook address is in exactly one of these classes. */
export const webhookClasses = [
  'accepted',
  'duplicate',
  'late',
  'orphan',
  'forged',
  'malformed',
  'out_of_order',
  'conflicting',
] as const;
export type WebhookClass = (typeof webhookClasses)[number];

/** What a webhook told: the state of its order, or nothing that could be read. */
export type WebhookNews = OrderState | 'unread';

/** What a status poll gave: another state than the one known, the same, the order's end, or no usable answer. */
export const pollResults = ['changed', 'unchanged', 'terminal', 'error'] as const;
export type PollResult = (typeof pollResults)[number];

/** Why a webhook's codes could not be opened; `other` where its journal does not say. */
export const codeFailureReasons = [...codeFailures, 'other'] as const;
export type CodeFailureReason = CodeFailure | 'other';

/** Everything the tracker counts. Only the tracker writes; everybody may read at any time. */
export interface TrackerCounters {
  /** All orders before this number may have been sent, whatever else is known of them. */
  intended: number;
  planned: number;
  sent: number;
  accepted: number;
  /** Accepted and not yet decided, by the last state seen. */
  readonly open: Record<OpenState, number>;
  readonly dropped: Record<DropReason, number>;
  /** Orders that the API said no to, by reason. */
  readonly refused: Record<RefusalReason, number>;
  /** Orders whose create call never got a usable answer, by reason: they may or may not exist. */
  readonly errored: Record<RefusalReason, number>;
  /** By outcome and by who told it. Without a webhook only a status poll, or the deadline, can tell. */
  readonly completed: Record<'webhook' | 'poll', Record<OrderOutcome, number>>;
  readonly failures: Record<FailureReason, number>;
  /** Requests to the webhook address; equal to the sum over `webhooks` plus `held`. */
  webhooksReceived: number;
  readonly webhooks: Record<WebhookClass, number>;
  /** The same, by what each of them told. */
  readonly webhooksByNews: Record<WebhookNews, Record<WebhookClass, number>>;
  /** Why the first webhook that failed verification did; null while there is none. */
  firstForgery: string | null;
  /** Webhooks, of any class, that an older secret than the newest had to prove or open. */
  webhooksByOldSecret: number;
  /** Webhook ids that are no longer remembered, because there were too many: see `WebhookIds`. */
  webhookIdsForgotten: number;
  /** Orders that are no longer remembered, since they were over long ago: a webhook for one of them is an orphan. */
  ordersForgotten: number;
  /** Webhooks that came before the answer to their create call and wait for it. */
  held: number;
  /** Orders that the API calls decided and whose webhook had not come by the deadline. */
  webhooksMissing: number;
  readonly codes: { opened: number; failed: number };
  /** Webhooks whose codes could not be opened, by why. */
  readonly codeFailures: Record<CodeFailureReason, number>;
  readonly attemptFailures: Record<AttemptFailure, number>;
  /** What the first failed attempt of each cause met. */
  readonly firstAttemptFailures: Partial<Record<AttemptFailure, string>>;
  /** Attempts that were followed by another one, by why they failed. */
  readonly retries: Record<AttemptFailure, number>;
  retriesExhausted: number;
  readonly replays: Record<ReplayResult, number>;
  /** Replayed orders whose one key gave more than one order. */
  ordersDoubled: number;
  /** The API's breaches of its contract by `place.kind`, with the first one explained. */
  readonly violations: Map<string, { count: number; readonly example: string }>;
  readonly polls: Record<PollResult, number>;
  /** Polls that told nothing and whose repetition had to wait, since an order may be asked for only every 5 s. */
  pollsDeferred: number;
}

/** A count of nothing for each key. */
export function zeros<K extends string>(keys: readonly K[]): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
}

function newsZeros(): Record<WebhookNews, Record<WebhookClass, number>> {
  const each = [...orderStates, 'unread' as const].map((news) => [news, zeros(webhookClasses)]);
  return Object.fromEntries(each) as Record<WebhookNews, Record<WebhookClass, number>>;
}

/** Counters of a run in which nothing has happened yet. */
export function emptyCounters(): TrackerCounters {
  return {
    intended: 0,
    planned: 0,
    sent: 0,
    accepted: 0,
    open: zeros(openStates),
    dropped: zeros(dropReasons),
    refused: zeros(refusalReasons),
    errored: zeros(refusalReasons),
    completed: { webhook: zeros(orderOutcomes), poll: zeros(orderOutcomes) },
    failures: zeros(failureReasons),
    webhooksReceived: 0,
    webhooks: zeros(webhookClasses),
    webhooksByNews: newsZeros(),
    firstForgery: null,
    webhooksByOldSecret: 0,
    webhookIdsForgotten: 0,
    ordersForgotten: 0,
    held: 0,
    webhooksMissing: 0,
    codes: { opened: 0, failed: 0 },
    codeFailures: zeros(codeFailureReasons),
    attemptFailures: zeros(attemptFailures),
    firstAttemptFailures: {},
    retries: zeros(attemptFailures),
    retriesExhausted: 0,
    replays: zeros(replayResults),
    ordersDoubled: 0,
    violations: new Map(),
    polls: zeros(pollResults),
    pollsDeferred: 0,
  };
}
