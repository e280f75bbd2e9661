import { randomSource } from '../random.js';

/** After the first attempt at most this many more (header-key guide: 5xx, at most 3, exponential back-off). */
export const maxRetries = 3;
/** The first wait; each further one is twice as long. */
export const firstBackoffMs = 250;
/** A server that asks for a longer wait than this is not asked again: the order ends as errored. */
export const maxRetryAfterMs = 60_000;

/**
 * How long to wait before the next attempt, or null when there is none. Between half and all of the exponential
 * step, so that orders that failed together don't come back together; never earlier than the server's `Retry-After`.
 */
export type RetryPolicy = (seq: number, attempt: number, retryAfterMs: number | null) => number | null;

/** `attempt` counts from 1. Same seed, same waits. */
export function retryPolicy(seed: number): RetryPolicy {
  const jitter = randomSource(seed, 'retry jitter');
  return (seq, attempt, retryAfterMs) => {
    if (attempt > maxRetries || (retryAfterMs ?? 0) > maxRetryAfterMs) return null;
    const stepMs = firstBackoffMs * 2 ** (attempt - 1);
    const backoffMs = stepMs * (0.5 + 0.5 * jitter.uniform(seq * (maxRetries + 1) + attempt));
    return Math.max(backoffMs, retryAfterMs ?? 0);
  };
}

/** The form of dates that RFC 9110, section 5.6.7, has every sender write: `Sun, 06 Nov 1994 08:49:37 GMT`. */
const httpDate = /^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$/;

/** The wait that a `Retry-After` header asks for (RFC 9110, section 10.2.3: seconds or a date); null for neither. */
export function readRetryAfterMs(header: string | null, nowWallMs: number): number | null {
  if (header === null) return null;
  if (/^[0-9]+$/.test(header)) return Number(header) * 1000;
  const dateMs = httpDate.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowWallMs);
}
