import type { DialectName } from '../../src/contract/dialect.js';
import type { FailureReason } from '../../src/contract/failure-reason.js';
import { type Induction, magicSku } from '../../src/contract/induction.js';
import type { RefusalReason } from '../../src/contract/refusal-reason.js';
import type { AttemptFailure } from '../../src/order-event.js';
import { countClass } from '../../src/tracker/count-class.js';
import {
  emptyCounters,
  type TrackerCounters,
  type WebhookClass,
  type WebhookNews,
} from '../../src/tracker/tracker-counters.js';

/** What one order of an SKU adds to the figures of a run. */
export interface Fate {
  readonly end: 'delivered' | 'failed' | 'lost' | 'refused' | 'errored';
  readonly reason: FailureReason | RefusalReason | null;
  /** Webhooks beside the one that decides the order. */
  readonly extra: readonly WebhookClass[];
  /** Failed attempts of the create call, and whether the last one was among them. */
  readonly attempts: {
    readonly cause: AttemptFailure;
    readonly count: number;
    readonly exhausted: boolean;
  } | null;
  readonly violation: string | null;
  /** What the API's books say of it in the end, in shares of its price. */
  readonly books: { readonly debits: 0 | 1; readonly refunds: 0 | 1 };
}

const delivered: Fate = {
  end: 'delivered',
  reason: null,
  extra: [],
  attempts: null,
  violation: null,
  books: { debits: 1, refunds: 0 },
};

/** `paid`: the wholesale cost was debited before the failure, so it is refunded. */
function failed(reason: FailureReason, paid: boolean): Fate {
  const books = paid ? ({ debits: 1, refunds: 1 } as const) : ({ debits: 0, refunds: 0 } as const);
  return { ...delivered, end: 'failed', reason, books };
}

function errored(cause: AttemptFailure, reason: RefusalReason): Fate {
  const attempts = { cause, count: 4, exhausted: true };
  return { ...delivered, end: 'errored', reason, attempts, books: { debits: 0, refunds: 0 } };
}

function retriedOnce(cause: AttemptFailure, violation: string | null = null): Fate {
  return { ...delivered, attempts: { cause, count: 1, exhausted: false }, violation };
}

/** The header-key guide tells a lack by webhook, the body-key guide refuses the create call. */
function lack(reason: 'insufficient_funds' | 'out_of_stock', dialect: DialectName): Fate {
  const fate = failed(reason, false);
  return dialect === 'header-key' ? fate : { ...fate, end: 'refused' };
}

/** What becomes of an order for the magic SKU of each induction. */
export function magicFates(dialect: DialectName): Readonly<Record<Induction, Fate>> {
  // A body-key order is never seen pending, so it gets stuck in reserved; neither costs anything.
  return {
    insufficient_funds: lack('insufficient_funds', dialect),
    out_of_stock: lack('out_of_stock', dialect),
    stock_revoked: failed('stock_revoked', false),
    supplier_timeout: failed('supplier_timeout', true),
    payment_3ds_failed: failed('payment_3ds_failed', false),
    invalid_region: failed('invalid_region', true),
    order_timeout: failed('order_timeout', false),
    unlisted_reason: { ...failed('other', true), violation: 'webhook.unknown_reason' },
    payment_unconfirmed: failed('payment_3ds_failed', false),
    stuck_pending: failed('order_timeout', false),
    stuck_reserved: failed('order_timeout', false),
    stuck_processing: failed('order_timeout', true),
    refunded: { ...delivered, books: { debits: 1, refunds: 1 } },
    duplicate: { ...delivered, extra: ['duplicate'] },
    delay: delivered,
    drop: { ...delivered, end: 'lost' },
    out_of_order: { ...delivered, extra: ['out_of_order'] },
    forged: { ...delivered, extra: ['forged'] },
    conflicting: { ...delivered, extra: ['conflicting'] },
    early: delivered,
    malformed_webhook: { ...delivered, extra: ['malformed'], violation: 'webhook.missing_field' },
    error_500: errored('5xx', 'server_error'),
    error_502: errored('5xx', 'server_error'),
    error_503: errored('5xx', 'server_error'),
    error_after_commit: retriedOnce('5xx'),
    slow: delivered,
    reset_before: errored('network', 'network'),
    reset_after: retriedOnce('network'),
    malformed_answer: retriedOnce('malformed', 'answer.not_json'),
    forget_key: delivered,
  };
}

/** The fates by SKU: one of each magic SKU, and a plain product. */
export function fatesBySku(dialect: DialectName): ReadonlyMap<string, Fate> {
  const magic = Object.entries(magicFates(dialect)).map(([name, fate]) => [magicSku(name), fate] as const);
  return new Map([['psn-tr-100', delivered], ...magic]);
}

/** What a webhook of a class tells where that is not the delivery. */
const newsOf: Partial<Record<WebhookClass, WebhookNews>> = {
  forged: 'unread',
  malformed: 'unread',
  out_of_order: 'processing',
  conflicting: 'failed',
};

/** The tracker's counters after a run of orders with these fates. Violations are counted, not explained. */
export function expectedCounters(fates: readonly Fate[]): TrackerCounters {
  const counters = emptyCounters();
  for (const fate of fates) addOrder(counters, fate);
  return counters;
}

function addOrder(counters: TrackerCounters, fate: Fate): void {
  counters.planned += 1;
  counters.intended += 1;
  counters.sent += 1;
  addAttempts(counters, fate);
  addEnd(counters, fate);
  for (const webhookClass of fate.extra) {
    counters.webhooksReceived += 1;
    countClass(counters, webhookClass, newsOf[webhookClass] ?? 'delivered');
    if (webhookClass === 'duplicate') counters.codes.opened += 1;
  }
  if (fate.violation !== null) {
    const count = (counters.violations.get(fate.violation)?.count ?? 0) + 1;
    counters.violations.set(fate.violation, { count, example: '' });
  }
}

function addAttempts(counters: TrackerCounters, { attempts }: Fate): void {
  if (attempts === null) return;
  counters.attemptFailures[attempts.cause] += attempts.count;
  counters.firstAttemptFailures[attempts.cause] ??= '';
  counters.retries[attempts.cause] += attempts.exhausted ? attempts.count - 1 : attempts.count;
  counters.retriesExhausted += attempts.exhausted ? 1 : 0;
}

function addEnd(counters: TrackerCounters, { end, reason }: Fate): void {
  if (end === 'refused') counters.refused[reason as RefusalReason] += 1;
  else if (end === 'errored') counters.errored[reason as RefusalReason] += 1;
  else counters.accepted += 1;
  if (end === 'failed') counters.failures[reason as FailureReason] += 1;
  if (end === 'delivered') counters.codes.opened += 1;
  if (end === 'delivered' || end === 'failed') {
    counters.completed.webhook[end] += 1;
    counters.webhooksReceived += 1;
    countClass(counters, 'accepted', end);
  }
  if (end === 'lost') {
    counters.completed.poll.lost += 1;
    counters.webhooksMissing += 1;
    counters.polls.terminal += 1;
  }
}
