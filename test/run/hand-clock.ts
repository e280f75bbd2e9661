import type { TimerClock } from '../../src/clock.js';

/** A clock that only a test turns. */
export class HandClock implements TimerClock {
  #nowMs = 0;
  #due: { readonly atMs: number; readonly act: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  wallMs(atMs: number): number {
    return atMs;
  }

  after(ms: number, act: () => void): () => void {
    const entry = { atMs: this.#nowMs + ms, act };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  }

  /** Lets time pass, and everything happen that is due by then, in its order. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#due.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      this.#due = this.#due.filter((other) => other !== next);
      next.act();
    }
    this.#nowMs = untilMs;
  }
}
