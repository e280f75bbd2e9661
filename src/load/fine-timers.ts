import { availableParallelism } from 'node:os';
import type { TimerClock } from '../clock.js';
import { shortestWaitMs } from './open-driver.js';

/** The process sleeps for at most this long at a time, in milliseconds: so much later may it notice what a socket brings. */
const sliceMs = 0.25;
/**
 * Where it stays awake, it looks at the clock so often before the event loop goes round again: some 50 microseconds. Each turn makes objects, and most
 * of the garbage of a run would be theirs.
 */
const readingsATurn = 20;
/** … and this often at something else between two readings of the clock, which are objects, too: some 2.5 microseconds. */
const looksAReading = 300;
/** How early the clock's own timer wakes, in milliseconds: a timer of Node is late by up to one, and then some. */
const coarseMs = 1.5;

/**
 * A clock that wakes to a tenth of a millisecond, where `setTimeout` is a millisecond coarse and asking the clock over and over
 * would cost a processor. The last millisecond and a half of a wait is slept in slices, between which the event loop takes whatever has come.
 * A slice is slept in the system (`Atomics.wait` on a cell that nobody notifies), with the loop standing still: that is what makes it
 * exact, and what lets answers and webhooks gather, so that a thousand orders a second cost fewer wakes than orders.
 *
 * The shortest wait of a schedule is what several thousand orders a second ask for, again and again. There the loop goes round without
 * a sleep: a processor that nods off a few thousand times a second does all other work at half its speed, so sleeping costs more than
 * it saves. Where this is the only processor, others need it in between, and it sleeps.
 */
export class FineTimers implements TimerClock {
  readonly #cell = new Int32Array(new SharedArrayBuffer(4));

  constructor(
    private readonly clock: TimerClock,
    private readonly mayStayAwake = availableParallelism() > 1,
  ) {}

  nowMs(): number {
    return this.clock.nowMs();
  }

  wallMs(atMs: number): number {
    return this.clock.wallMs(atMs);
  }

  after(ms: number, act: () => void): () => void {
    const dueMs = this.clock.nowMs() + ms;
    const sleeps = ms > shortestWaitMs || !this.mayStayAwake;
    const look = (): void => {
      const leftMs = dueMs - this.clock.nowMs();
      if (leftMs <= 0) {
        act();
        return;
      }
      if (sleeps) Atomics.wait(this.#cell, 0, 0, Math.min(leftMs, sliceMs));
      else this.#stayAwake(dueMs);
      callOff = afterWhatCame(look);
    };
    let callOff = ms > coarseMs ? this.clock.after(ms - coarseMs, look) : afterWhatCame(look);
    return () => callOff();
  }

  #stayAwake(dueMs: number): void {
    for (let reading = 0; reading < readingsATurn && this.clock.nowMs() < dueMs; reading += 1) {
      for (let look = 0; look < looksAReading; look += 1) Atomics.load(this.#cell, 0);
    }
  }
}

/** Once the event loop has taken what is there now: whoever is behind a schedule still hears answers and signals. */
function afterWhatCame(act: () => void): () => void {
  const immediate = setImmediate(act);
  return () => clearImmediate(immediate);
}
