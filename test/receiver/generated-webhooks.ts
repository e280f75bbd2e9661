import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type DialectName, dialectNames } from '../../src/contract/dialect.js';
import { dialects } from '../../src/contract/dialects.js';
import { failureReasons } from '../../src/contract/failure-reason.js';
import { orderStates } from '../../src/contract/order-state.js';
import { type SignatureSchemeName, signatureSchemeNames } from '../../src/contract/signature-scheme.js';
import { signatureSchemes } from '../../src/contract/signature-schemes.js';
import type { OrderEvent } from '../../src/order-event.js';
import { readWebhook, screenWebhook, type WebhookReader } from '../../src/receiver/read-webhook.js';
import { order, wallStartMs } from './receiver-under-test.js';

export const nowS = wallStartMs / 1000;
/** The newest one and the one before it; and one that nobody knows. */
export const secrets = [Buffer.alloc(32, 1), Buffer.alloc(24, 2)] as const;
export const strangersSecret = Buffer.alloc(32, 3);

/** Each dialect with each signature scheme. */
export interface Endpoint {
  readonly dialect: DialectName;
  readonly scheme: SignatureSchemeName;
  readonly reader: WebhookReader;
}

export const endpoints: readonly Endpoint[] = dialectNames.flatMap((dialect) =>
  signatureSchemeNames.map((scheme) => ({
    dialect,
    scheme,
    reader: {
      dialect: dialects[dialect],
      scheme: signatureSchemes[scheme],
      secret: secrets[0],
      oldSecrets: [secrets[1]],
      clock: { nowMs: () => 0, wallMs: () => wallStartMs },
    },
  })),
);

/** One request as the receiver gets it from Node. */
export interface GeneratedRequest {
  readonly endpoint: Endpoint;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What the receiver makes of a request: its status and what it tells. */
export function outcome({ endpoint: { reader }, headers, body }: GeneratedRequest): {
  readonly status: number;
  readonly events: readonly OrderEvent[];
} {
  const screened = screenWebhook(reader, headers as IncomingHttpHeaders, 0);
  const reading = 'event' in screened ? screened : readWebhook(reader, screened, body, 0);
  return 'event' in reading
    ? { status: reading.status, events: [reading.event] }
    : { status: 204, events: reading.events };
}

export function isRefused(request: GeneratedRequest): boolean {
  const { status, events } = outcome(request);
  return status === 401 && events.length === 1 && events[0]?.kind === 'webhook_rejected';
}

/** A genuine webhook, told apart from others by `number`: every endpoint with every state and both secrets. */
export function genuine(number: number): GeneratedRequest {
  const endpoint = pick(endpoints, number);
  const secret = pick(secrets, Math.floor(number / 24));
  const told = {
    ...order,
    orderId: `ord_${number}`,
    state: pick(orderStates, Math.floor(number / 4)),
    failureReason: pick(failureReasons, number),
  };
  const body = Buffer.from(endpoint.reader.dialect.encodeWebhook(told, secret));
  return resigned(
    { endpoint, headers: {}, body },
    secret,
    `msg_${number}`,
    nowS + ((number * 7) % 601) - 300,
  );
}

/** One of them, whatever the number. */
export function pick<T>(from: readonly T[], number: number): T {
  const picked = from[number % from.length];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
}

/** The same request with the signature that its body needs. */
export function resigned(
  request: GeneratedRequest,
  secret: Buffer,
  webhookId: string,
  timestampS: number,
): GeneratedRequest {
  const headers = request.endpoint.reader.scheme.sign(secret, webhookId, timestampS, request.body);
  return { ...request, headers };
}

/** Whether the signature holds: both schemes once more, written as plainly as can be and from their descriptions alone. */
export function isGenuine({ endpoint, headers, body }: GeneratedRequest): boolean {
  return endpoint.scheme === 'standard' ? isStandard(headers, body) : isTimestamped(headers, body);
}

function isStandard(headers: Readonly<Record<string, string>>, body: Buffer): boolean {
  const [id, timestamp, list] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
    (name) => headers[name],
  );
  if (id === undefined || timestamp === undefined || list === undefined) return false;
  if (!/^[!-~]{1,255}$/.test(id) || !isRecent(timestamp)) return false;
  const offered = list.split(' ');
  return (
    offered.length <= 8 &&
    secrets.some((secret) => offered.includes(`v1,${mac(secret, `${id}.${timestamp}.`, body, 'base64')}`))
  );
}

function isTimestamped(headers: Readonly<Record<string, string>>, body: Buffer): boolean {
  const [stamp = '', ...offered] = (headers['x-webhook-signature'] ?? '').split(',');
  const timestamp = stamp.slice(2);
  if (!stamp.startsWith('t=') || !isRecent(timestamp) || offered.length > 8) return false;
  return secrets.some((secret) => offered.includes(`v1=${mac(secret, `${timestamp}.`, body, 'hex')}`));
}

function isRecent(timestamp: string): boolean {
  return /^[0-9]{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) - nowS) <= 300;
}

function mac(secret: Buffer, prefix: string, body: Buffer, encoding: 'base64' | 'hex'): string {
  return createHmac('sha256', secret)
    .update(Buffer.concat([Buffer.from(prefix), body]))
    .digest(encoding);
}
