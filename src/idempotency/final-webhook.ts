import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../clock.js';
import { ContractError } from '../contract/contract-error.js';
import type { Dialect } from '../contract/dialect.js';
import { isDecided } from '../contract/order-state.js';
import type { SignatureScheme } from '../contract/signature-scheme.js';

/** What a request to the webhook address is for the suite: it looks for one thing only, the end of an order. */
export interface FinalWebhook {
  /** Whether a secret of ours proves its signature. */
  readonly authentic: boolean;
  /** The order that is decided; null for any other news, and for what can't be read. */
  readonly orderId: string | null;
}

/** Judges the raw bytes of a request that came at `atMs` of the suite's clock. */
export type FinalWebhookReader = (headers: IncomingHttpHeaders, body: Buffer, atMs: number) => FinalWebhook;

export function finalWebhookReader(
  dialect: Dialect,
  scheme: SignatureScheme,
  secrets: readonly Buffer[],
  clock: Clock,
): FinalWebhookReader {
  return (headers, body, atMs) => {
    const nowS = clock.wallMs(atMs) / 1000;
    const authentic = secrets.some((secret) => scheme.verify(secret, headers, body, nowS).ok);
    return { authentic, orderId: authentic ? decidedOrder(dialect, body) : null };
  };
}

function decidedOrder(dialect: Dialect, body: Buffer): string | null {
  try {
    const { orderId, state } = dialect.readWebhook(body);
    return isDecided(state) ? orderId : null;
  } catch (error) {
    if (error instanceof ContractError) return null;
    throw error;
  }
}
