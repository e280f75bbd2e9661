/** A rate limit that allows one second's worth at once. */
export class TokenBucket {
  readonly #ratePerSecond: number;
  #tokens: number;
  #filledMs: number;

  constructor(ratePerSecond: number, nowMs: number) {
    this.#ratePerSecond = ratePerSecond;
    this.#tokens = this.#capacity;
    this.#filledMs = nowMs;
  }

  /** Takes a token. 0 when there was one; otherwise the milliseconds until there will be. */
  take(nowMs: number): number {
    const filled = this.#tokens + ((nowMs - this.#filledMs) * this.#ratePerSecond) / 1_000;
    this.#tokens = Math.min(this.#capacity, filled);
    this.#filledMs = nowMs;
    if (this.#tokens < 1) return ((1 - this.#tokens) * 1_000) / this.#ratePerSecond;
    this.#tokens -= 1;
    return 0;
  }

  /** At least one, or a limit below one a second would never let anything through. */
  get #capacity(): number {
    return Math.max(1, this.#ratePerSecond);
  }
}
