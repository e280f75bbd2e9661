import { type TimerClock, wholeMicroseconds } from '../clock.js';

/** What has a time limit: one link of a list that only `AttemptTimeouts` reads and writes. */
export interface TimedAttempt {
  timedOut(): void;
  /** When the limit is reached, on the clock of the list. */
  dueMs: number;
  earlier: TimedAttempt | null;
  later: TimedAttempt | null;
}

/**
 * The time limit that all attempts of a connection share. Since it is the same for all, who starts first is due first: a list
 * in the order of the starts, and one timer for the head of it, where a timer each would cost more than half of what
 * is done with an answer.
 */
export class AttemptTimeouts {
  #first: TimedAttempt | null = null;
  #last: TimedAttempt | null = null;
  #callOff: (() => void) | null = null;

  constructor(
    private readonly clock: TimerClock,
    readonly limitMs: number,
  ) {}

  /** The limit of this attempt begins now. */
  add(attempt: TimedAttempt): void {
    attempt.dueMs = wholeMicroseconds(this.clock.nowMs() + this.limitMs);
    attempt.earlier = this.#last;
    if (this.#last === null) this.#first = attempt;
    else this.#last.later = attempt;
    this.#last = attempt;
    if (this.#callOff === null) this.#wait(this.limitMs);
  }

  /** The attempt is over. Not for one that timed out, and only once. */
  remove(attempt: TimedAttempt): void {
    const { earlier, later } = attempt;
    if (earlier === null) this.#first = later;
    else earlier.later = later;
    if (later === null) this.#last = earlier;
    else later.earlier = earlier;
    attempt.earlier = null;
    attempt.later = null;
    if (this.#first !== null) return;
    // A timer that waits for nobody would keep the process alive.
    this.#callOff?.();
    this.#callOff = null;
  }

  #wait(ms: number): void {
    this.#callOff = this.clock.after(ms, () => this.#strike());
  }

  #strike(): void {
    this.#callOff = null;
    const nowMs = this.clock.nowMs();
    for (let due = this.#first; due !== null && due.dueMs <= nowMs; due = this.#first) {
      this.remove(due);
      due.timedOut();
    }
    if (this.#first !== null && this.#callOff === null) this.#wait(this.#first.dueMs - nowMs);
  }
}
