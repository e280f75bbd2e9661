import type { IncomingHttpHeaders } from 'node:http';
import type { ApiError } from './api-error.js';
import type { FailureReason } from './failure-reason.js';
import type { Cents } from './money.js';
import type { OrderState } from './order-state.js';
import type { RefusalReason } from './refusal-reason.js';

/** The two guides contradict each other; each is a dialect of its own. See docs/contract.md. */
export const dialectNames = ['header-key', 'body-key'] as const;
export type DialectName = (typeof dialectNames)[number];

/** What a partner asks for. */
export interface CreateCommand {
  readonly sku: string;
  readonly quantity: number;
  /** Null only where a server reads a call without one and the dialect allows that. */
  readonly idempotencyKey: string | null;
}

/** A request body with the headers that belong to it, without the authorization. */
export interface EncodedCreate {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the API made of a create call. `conflict`: the key's first call is still in work. `mismatch`: other body. */
export type CreateAnswer =
  | { readonly kind: 'accepted'; readonly orderId: string; readonly state: OrderState }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'mismatch' };

/** A delivered code as it came; `sealed` ones are opened with the webhook secret. Never logged. */
export interface ReceivedCode {
  readonly value: string;
  readonly sealed: boolean;
}

/** Where an order stands, by webhook or by status. */
export interface OrderNews {
  readonly orderId: string;
  readonly state: OrderState;
  /** Null unless the order failed. */
  readonly reason: FailureReason | null;
  /** The reason as the API wrote it, where it is not in the closed list. */
  readonly unlistedReason: string | null;
  readonly codes: readonly ReceivedCode[];
  /** When the order got there by the API's own clock, in milliseconds since 1970; null where nothing legible says so. */
  readonly toldAtMs: number | null;
}

/** An order as the server knows it: what answers, webhooks and statuses are written from. */
export interface ServerOrder {
  readonly orderId: string;
  readonly state: OrderState;
  /** Date in ISO 8601. */
  readonly createdAt: string;
  readonly unitPriceCents: Cents;
  readonly failureReason: string | null;
  /** The delivered codes in the clear; empty before delivery. */
  readonly codes: readonly string[];
  /** `pin` for codes to type in, `esim` for activation codes. */
  readonly codeType: 'pin' | 'esim';
  /** When the state was reached; ISO 8601. */
  readonly changedAt: string;
}

/**
 * One way to speak with the order API, from both ends: the client's side for the harness, the server's mirror for the
 * simulator. The readers throw a ContractError on anything the dialect does not allow.
 */
export interface Dialect {
  readonly name: DialectName;

  encodeCreate(command: CreateCommand): EncodedCreate;
  /** Reads the answer to a create call with any status below 500. */
  readCreateAnswer(status: number, body: Buffer): CreateAnswer;
  /** Reads a webhook whose signature was verified. */
  readWebhook(body: Buffer): OrderNews;
  /** Reads a status answer of 200. */
  readStatus(body: Buffer): OrderNews;

  /** The create call as the server reads it, or what it answers instead. */
  readCreate(headers: IncomingHttpHeaders, body: Buffer): CreateCommand | ApiError;
  encodeCreateAnswer(order: ServerOrder): string;
  /** The webhook that announces `order.state`. */
  encodeWebhook(order: ServerOrder, webhookSecret: Buffer): string;
  encodeStatus(order: ServerOrder, webhookSecret: Buffer): string;

  /** The state that the first answer tells. */
  readonly firstState: 'pending' | 'reserved';
  /** Whether missing funds and stock are told by the create call (402, 409) or later by webhook. */
  readonly refusesAtCreate: boolean;
  /** Whether a refund by hand moves the order to the state `refunded` or is an object of its own. */
  readonly refundIsState: boolean;
  /** An automatic refund is done this soon after the failure. */
  readonly refundDeadlineMs: number;
}
