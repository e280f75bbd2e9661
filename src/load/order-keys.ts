import { createHmac } from 'node:crypto';

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
  const bytes = createHmac('sha256', secret).update(`order ${seq}`).digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
