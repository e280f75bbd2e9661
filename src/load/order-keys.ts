import { createHmac } from 'node:crypto';

/** At least this many bytes of run secret, so that nobody can guess the keys of a run. */
export const runSecretBytes = 32;

/**
 * The idempotency key of order `seq`: a valid UUID of version 4 whose 122 free bits are an HMAC of the number under the
 * run's secret. So whoever holds the secret can rebuild every key of a run, and two runs never share one.
 */
export function orderKey(runSecret: Buffer, seq: number): string {
  const bytes = createHmac('sha256', runSecret).update(`order ${seq}`).digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
