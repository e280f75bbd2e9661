import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../clock.js';
import { openCode } from '../contract/code-cipher.js';
import type { CodeFailure } from '../contract/code-failure.js';
import { ContractError } from '../contract/contract-error.js';
import type { Dialect, OrderNews, ReceivedCode } from '../contract/dialect.js';
import { maxBodyBytes } from '../contract/endpoints.js';
import { noMatch, provingSecret, type SignatureClaim } from '../contract/signature-claim.js';
import type { SignatureScheme } from '../contract/signature-scheme.js';
import type { OrderEvent, WebhookEvent } from '../order-event.js';

/** What is needed to judge a webhook. */
export interface WebhookReader {
  readonly dialect: Dialect;
  readonly scheme: SignatureScheme;
  /** The secret that webhooks are signed with. */
  readonly secret: Buffer;
  /** Secrets of before, newest first: what they prove or open counts all the same, and is marked. */
  readonly oldSecrets?: readonly Buffer[];
  /** Whether delivered codes are opened to see that they can be: true unless given. They cost more than all the rest. */
  readonly opensCodes?: boolean;
  readonly clock: Clock;
}

/** What an authentic webhook says. */
export interface WebhookReading {
  /** What happened, for the tracker. */
  readonly events: readonly OrderEvent[];
  /** When it happened by the API's own clock, in milliseconds since 1970; null where nothing legible says so. */
  readonly toldAtMs: number | null;
}

export type RejectedWebhook = Extract<OrderEvent, { kind: 'webhook_rejected' }>;

/** A request that was refused before anything proved who sent it. */
export interface WebhookRefusal {
  readonly status: 401 | 413 | 415;
  readonly event: RejectedWebhook;
}

/**
 * Judges a request to the webhook address by its headers alone: size, encoding, form and age of the signature. All of
 * this is cheap, and comes before the body is read and hashed. `atMs` is its stamp.
 */
export function screenWebhook(
  { scheme, clock }: WebhookReader,
  headers: IncomingHttpHeaders,
  atMs: number,
): SignatureClaim | WebhookRefusal {
  const bytes = Number(headers['content-length'] ?? 0);
  if (bytes > maxBodyBytes) return tooLarge(bytes, atMs);
  // Nothing is unpacked for strangers: a few bytes could become gigabytes.
  const encoding = headers['content-encoding'];
  if (encoding !== undefined) return refusal(415, atMs, 'malformed', 'the webhook has a content-encoding');
  const claim = scheme.readClaim(headers, clock.wallMs(atMs) / 1000);
  return typeof claim === 'string' ? refusal(401, atMs, 'forged', claim) : claim;
}

/** What a body is answered with that has at least `bytes` bytes, and is not read any further. */
export function tooLarge(bytes: number, atMs: number): WebhookRefusal {
  const why = `the webhook has ${bytes} bytes or more; at most ${maxBodyBytes} are read`;
  return refusal(413, atMs, 'malformed', why);
}

/**
 * Judges a webhook whose headers passed: proves the raw bytes first, and parses only what is authentic. Gives what
 * it says, or why it is refused.
 *
 * An authentic webhook that can't be read is no refusal, so that it is acknowledged: its sender would only repeat the
 * same bytes. It is counted as malformed, with the reason.
 */
export function readWebhook(
  { dialect, secret, oldSecrets = [], opensCodes = true }: WebhookReader,
  claim: SignatureClaim,
  body: Buffer,
  atMs: number,
): WebhookReading | WebhookRefusal {
  const secrets = [secret, ...oldSecrets];
  const provenBy = provingSecret(claim, secrets, body);
  if (provenBy < 0) return refusal(401, atMs, 'forged', noMatch);
  try {
    const told = dialect.readWebhook(body);
    const news = opensCodes ? told : { ...told, codes: [] };
    return {
      events: webhookEvents(news, claim.webhookId, secrets, provenBy, atMs),
      toldAtMs: news.toldAtMs,
    };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    const { violation, explanation } = error;
    const rejected: RejectedWebhook = {
      kind: 'webhook_rejected',
      atMs,
      verdict: 'malformed',
      why: explanation,
    };
    return {
      events: [rejected, { kind: 'violation', atMs, place: 'webhook', violation, explanation }],
      toldAtMs: null,
    };
  }
}

function webhookEvents(
  news: OrderNews,
  webhookId: string | null,
  secrets: readonly Buffer[],
  provenBy: number,
  atMs: number,
): OrderEvent[] {
  const { orderId, state, reason, unlistedReason } = news;
  let oldest = provenBy;
  let failure: CodeFailure | null = null;
  for (const code of news.codes) {
    const openedBy = openingSecret(code, secrets, orderId);
    if (typeof openedBy === 'string') failure ??= openedBy;
    else oldest = Math.max(oldest, openedBy);
  }
  const codes = news.codes.length === 0 ? null : failure === null ? 'opened' : 'failed';
  const plain: WebhookEvent = {
    kind: 'webhook',
    atMs,
    webhookId,
    orderId,
    state,
    reason,
    unlistedReason,
    codes,
  };
  // Only few have more, and to make an object of several is dear.
  const webhook = failure === null && oldest === 0 ? plain : marked(plain, failure, oldest > 0);
  if (unlistedReason === null) return [webhook];
  const explanation = `failure_reason of the webhook is ${JSON.stringify(unlistedReason)}, which no guide names`;
  return [webhook, { kind: 'violation', atMs, place: 'webhook', violation: 'unknown_reason', explanation }];
}

function marked(plain: WebhookEvent, codeFailure: CodeFailure | null, oldSecret: boolean): WebhookEvent {
  return {
    ...plain,
    ...(codeFailure === null ? {} : { codeFailure }),
    ...(oldSecret ? { oldSecret } : {}),
  };
}

/** The place of the secret that opens the code, 0 for one in the clear; or why none does. The code itself ends here. */
function openingSecret(
  { value, sealed }: ReceivedCode,
  secrets: readonly Buffer[],
  orderId: string,
): number | CodeFailure {
  if (!sealed) return 0;
  let failure: CodeFailure = 'auth_tag';
  for (let place = 0; place < secrets.length; place += 1) {
    const secret = secrets[place];
    if (secret === undefined) break;
    const opened = openCode(secret, orderId, value);
    if ('code' in opened) return place;
    failure = opened.failure;
  }
  return failure;
}

function refusal(
  status: WebhookRefusal['status'],
  atMs: number,
  verdict: RejectedWebhook['verdict'],
  why: string,
): WebhookRefusal {
  return { status, event: { kind: 'webhook_rejected', atMs, verdict, why } };
}
