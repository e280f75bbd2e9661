import { type TimerClock, wholeMicroseconds } from '../clock.js';
import { type Link, LinkedList } from '../linked-list.js';

/** What has a time limit: one link of a list that only `AttemptTimeouts` reads and writes. */
export interface TimedAttempt extends Link<TimedAttempt> {
  timedOut(): void;
  /** When the limit is reached, on the clock of the list. */
  dueMs: number;
}

/**
 * The time limit that all attempts of a connection share. Since it is the same for all, who starts first is due first: a list
 * in the order of the starts, and one timer for the head of it, where a timer each would cost more than half of what
 * is done with an answer.
 */
export class AttemptTimeouts {
  readonly #running = new LinkedList<TimedAttempt>();
  #callOff: (() => void) | null = null;

  constructor(
    private readonly clock: TimerClock,
    readonly limitMs: number,
  ) {}

  /** The limit of this attempt begins now. */
  add(attempt: TimedAttempt): void {
    attempt.dueMs = wholeMicroseconds(this.clock.nowMs() + this.limitMs);
    this.#running.add(attempt);
    if (this.#callOff === null) this.#wait(this.limitMs);
  }

  /** The attempt is over. Not for one that timed out, and only once. */
  remove(attempt: TimedAttempt): void {
    this.#running.remove(attempt);
    if (this.#running.first !== null) return;
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
    const running = this.#running;
    for (let due = running.first; due !== null && due.dueMs <= nowMs; due = running.first) {
      this.remove(due);
      due.timedOut();
    }
    if (running.first !== null && this.#callOff === null) this.#wait(running.first.dueMs - nowMs);
  }
}
