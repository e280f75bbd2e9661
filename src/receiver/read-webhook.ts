import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../clock.js';
import { openCode } from '../contract/code-cipher.js';
import { ContractError, type ViolationKind } from '../contract/contract-error.js';
import type { Dialect, OrderNews, ReceivedCode } from '../contract/dialect.js';
import { maxBodyBytes } from '../contract/endpoints.js';
import type { SignatureScheme } from '../contract/signature-scheme.js';
import type { OrderEvent } from '../order-event.js';

export interface WebhookReading {
  /** The HTTP status to answer with. */
  readonly status: 204 | 401 | 413;
  /** What happened, for the tracker. */
  readonly events: readonly OrderEvent[];
}

/** What is needed to judge a webhook. */
export interface WebhookReader {
  readonly dialect: Dialect;
  readonly scheme: SignatureScheme;
  readonly secret: Buffer;
  readonly clock: Clock;
}

/**
 * Judges one request to the webhook address: verifies the raw bytes first, and parses only what is authentic. `body`
 * is null when its `bytes` were too many to read.
 *
 * An authentic webhook that can't be read is answered with 204 all the same: its sender would only repeat the same
 * bytes. It is counted as malformed, with the reason.
 */
export function readWebhook(
  { dialect, scheme, secret, clock }: WebhookReader,
  headers: IncomingHttpHeaders,
  body: Buffer | null,
  bytes: number,
  atMs: number,
): WebhookReading {
  if (body === null) {
    return {
      status: 413,
      events: malformed(
        atMs,
        'too_large',
        `the webhook has ${bytes} bytes; at most ${maxBodyBytes} are read`,
      ),
    };
  }
  const verdict = scheme.verify(secret, headers, body, clock.wallMs(atMs) / 1000);
  if (!verdict.ok) {
    return { status: 401, events: [{ kind: 'webhook_rejected', atMs, verdict: 'forged', why: verdict.why }] };
  }
  try {
    return { status: 204, events: webhookEvents(dialect.readWebhook(body), verdict.webhookId, secret, atMs) };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return { status: 204, events: malformed(atMs, error.violation, error.explanation) };
  }
}

function webhookEvents(
  news: OrderNews,
  webhookId: string | null,
  secret: Buffer,
  atMs: number,
): OrderEvent[] {
  const { orderId, state, reason, unlistedReason } = news;
  const codes = codesOutcome(news.codes, secret, orderId);
  const webhook: OrderEvent = {
    kind: 'webhook',
    atMs,
    webhookId,
    orderId,
    state,
    reason,
    unlistedReason,
    codes,
  };
  if (unlistedReason === null) return [webhook];
  const explanation = `failure_reason of the webhook is ${JSON.stringify(unlistedReason)}, which no guide names`;
  return [webhook, { kind: 'violation', atMs, place: 'webhook', violation: 'unknown_reason', explanation }];
}

/** Whether every code could be opened. The codes themselves go no further than this. */
function codesOutcome(
  codes: readonly ReceivedCode[],
  secret: Buffer,
  orderId: string,
): 'opened' | 'failed' | null {
  if (codes.length === 0) return null;
  return codes.every(({ value, sealed }) => !sealed || 'code' in openCode(secret, orderId, value))
    ? 'opened'
    : 'failed';
}

function malformed(atMs: number, violation: ViolationKind, explanation: string): OrderEvent[] {
  return [
    { kind: 'webhook_rejected', atMs, verdict: 'malformed', why: explanation },
    { kind: 'violation', atMs, place: 'webhook', violation, explanation },
  ];
}
