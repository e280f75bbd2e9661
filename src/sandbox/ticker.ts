import type { Clock } from '../clock.js';

/** What has things to do at instants of the clock. */
export interface Timed {
  /** Infinity when nothing is due. */
  nextDueMs(): number;
  advance(nowMs: number): void;
}

/** Node counts timers in 31 bits. */
const longestTimerMs = 2 ** 31 - 1;

/** Drives timed things by one timer, set to the earliest due instant of all. */
export class Ticker {
  readonly #clock: Clock;
  readonly #parts: readonly Timed[];
  readonly #afterTick: () => void;
  #timer: NodeJS.Timeout | undefined;
  #armedForMs = Number.POSITIVE_INFINITY;
  #closed = false;

  constructor(clock: Clock, parts: readonly Timed[], afterTick: () => void) {
    this.#clock = clock;
    this.#parts = parts;
    this.#afterTick = afterTick;
  }

  /** To be called after anything that may be due earlier than what was due first. */
  wake(): void {
    if (this.#closed) return;
    let dueMs = Number.POSITIVE_INFINITY;
    for (const part of this.#parts) dueMs = Math.min(dueMs, part.nextDueMs());
    if (dueMs >= this.#armedForMs) return;
    clearTimeout(this.#timer);
    this.#armedForMs = dueMs;
    const waitMs = Math.min(Math.max(1, Math.ceil(dueMs - this.#clock.nowMs())), longestTimerMs);
    this.#timer = setTimeout(this.#tick, waitMs);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  readonly #tick = (): void => {
    this.#armedForMs = Number.POSITIVE_INFINITY;
    const nowMs = this.#clock.nowMs();
    for (const part of this.#parts) part.advance(nowMs);
    this.#afterTick();
    this.wake();
  };
}
