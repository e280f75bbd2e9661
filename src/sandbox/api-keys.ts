import { type Answer, refusal } from './answer.js';
import { TokenBucket } from './token-bucket.js';

/** Who may call, and how often. */
export class ApiKeys {
  /** By the whole header, so that nothing has to be cut out of it. */
  readonly #buckets = new Map<string, TokenBucket | null>();

  constructor(apiKeys: readonly string[], ratePerSecond: number | null, nowMs: number) {
    for (const key of apiKeys) {
      this.#buckets.set(
        `Bearer ${key}`,
        ratePerSecond === null ? null : new TokenBucket(ratePerSecond, nowMs),
      );
    }
  }

  /** The answer for a caller who is not known; null for one who is. */
  unknownCaller(authorization: string | undefined): Answer | null {
    if (authorization !== undefined && this.#buckets.has(authorization)) return null;
    return refusal('unauthorized', 'the header Authorization has no API key that is known here');
  }

  /** The answer for a create call above the key's rate; null for one within it. */
  tooManyCalls(authorization: string | undefined, nowMs: number): Answer | null {
    const waitMs = this.#buckets.get(authorization ?? '')?.take(nowMs) ?? 0;
    if (waitMs === 0) return null;
    return refusal('rate_limited', 'this API key has used up its rate', Math.ceil(waitMs / 1_000));
  }
}
