import type { TimerClock } from '../../src/clock.js';

/** A clock that a test turns by hand. */
export class ManualClock implements TimerClock {
  #nowMs = 0;
  #timers: { readonly atMs: number; readonly act: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  wallMs(atMs: number): number {
    return Date.UTC(2026, 4, 18) + atMs;
  }

  after(ms: number, act: () => void): () => void {
    const timer = { atMs: this.#nowMs + ms, act };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** Turns the clock on and calls what is due by then. */
  turnTo(nowMs: number): void {
    this.#nowMs = nowMs;
    const due = this.#timers.filter(({ atMs }) => atMs <= nowMs);
    this.#timers = this.#timers.filter(({ atMs }) => atMs > nowMs);
    for (const { act } of due) act();
  }
}
