import { createHmac } from 'node:crypto';
import { hmacSha256 } from '../contract/hmac.js';

const nothing = Buffer.alloc(0);

/**
 * The secret that a run's keys come from: an HMAC of the run's id under the API key. Whoever holds the key can rebuild it,
 * nobody else can guess the keys of a run, and nothing secret has to be stored beside the journal.
 */
export function runSecret(apiKey: string, runId: string): Buffer {
  return createHmac('sha256', apiKey).update(`foxload run ${runId}`).digest();
}

/** Tells API keys apart in a journal, and gives nothing of them away. */
export function keyId(apiKey: string): string {
  return createHmac('sha256', apiKey).update('foxload key id').digest('hex').slice(0, 8);
}

/**
 * The idempotency key of order `seq`: a valid UUID of version 4 whose 122 free bits are an HMAC of the number under the
 * run's secret. So whoever holds the secret can rebuild every key of a run, and two runs never share one.
 */
export function orderKey(secret: Buffer, seq: number): string {
  // Not the number itself: the engine keeps the texts of numbers that it has turned into text for thousands of orders more, so they all grow old.
  const hex = hmacSha256(secret, `order ${seq.toFixed()}`, nothing, 'hex');
  const variant = variants[Number.parseInt(hex.charAt(16), 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The digits whose first two bits are those that RFC 9562 sets. */
const variants = ['8', '9', 'a', 'b'] as const;
