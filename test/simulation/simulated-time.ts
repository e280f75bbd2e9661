import type { Clock } from '../../src/clock.js';
import { DueQueue } from '../../src/sandbox/due-queue.js';

/** 2027-01-15: an instant like any other, so that dates have the length that real ones have. */
const wallOriginMs = 1_800_000_000_000;

/**
 * The one time of a simulated world. It stands still while anything is done, and jumps to the next thing that is due; what
 * is due at one instant is done in the order in which it was asked for.
 */
export class SimulatedTime implements Clock {
  #nowMs = 0;
  readonly #due = new DueQueue<Task>();

  nowMs(): number {
    return this.#nowMs;
  }

  wallMs(atMs: number): number {
    return wallOriginMs + atMs;
  }

  /** Does `act` at `dueMs`, or now where that has passed. Gives the function that calls it off. */
  at(dueMs: number, act: () => void): () => void {
    const task: Task = { act };
    this.#due.push(Math.max(dueMs, this.#nowMs), task);
    return () => {
      task.act = null;
    };
  }

  in(ms: number, act: () => void): () => void {
    return this.at(this.#nowMs + ms, act);
  }

  /** Does the next thing; false when nothing is left to do. */
  step(): boolean {
    for (;;) {
      const dueMs = this.#due.nextDueMs();
      const task = this.#due.popDue(dueMs);
      if (task === undefined) return false;
      if (task.act === null) continue;
      this.#nowMs = dueMs;
      task.act();
      return true;
    }
  }
}

interface Task {
  /** Null once it was called off. */
  act: (() => void) | null;
}
