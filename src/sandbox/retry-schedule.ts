/**
 * How long the sender of webhooks waits before each retry, in milliseconds of the real API (assumption; the guides only
 * say that webhooks are sent). After the last one the webhook is given up.
 */
export const webhookRetryMs: readonly number[] = [
  5_000, 30_000, 120_000, 300_000, 900_000, 1_800_000, 3_600_000,
];

/** The wait after the `attempts`-th attempt failed, after `speed`; null: give up. */
export function retryDelayMs(attempts: number, speed: number): number | null {
  const delayMs = webhookRetryMs[attempts - 1];
  return delayMs === undefined ? null : delayMs / speed;
}
