import type { SandboxOptions } from './sandbox-options.js';

/** Says when an answer may leave: at once, late where `slow` was induced, and never within the stall. */
export class AnswerTimes {
  readonly #slowMs: number;
  readonly #stall: { readonly atMs: number; readonly durationMs: number } | null;
  #firstCreateMs: number | null = null;

  constructor({ speed, slowAnswerMs, stall }: Pick<SandboxOptions, 'speed' | 'slowAnswerMs' | 'stall'>) {
    this.#slowMs = slowAnswerMs / speed;
    this.#stall = stall === null ? null : { atMs: stall.atMs / speed, durationMs: stall.durationMs / speed };
  }

  /** A create call came: the first one starts the time of the stall. */
  createCame(atMs: number): void {
    this.#firstCreateMs ??= atMs;
  }

  /** When an answer that is ready at `readyMs` leaves. */
  leavesMs(readyMs: number, slow: boolean): number {
    const dueMs = slow ? readyMs + this.#slowMs : readyMs;
    if (this.#stall === null || this.#firstCreateMs === null) return dueMs;
    const startMs = this.#firstCreateMs + this.#stall.atMs;
    const endMs = startMs + this.#stall.durationMs;
    return dueMs >= startMs && dueMs < endMs ? endMs : dueMs;
  }
}
