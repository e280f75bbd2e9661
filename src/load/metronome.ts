import { Worker } from 'node:worker_threads';
import type { TimerClock } from '../clock.js';

/** The longest wait that fits into a cell, in microseconds. Whoever is woken early looks at the clock and waits again. */
const longestWaitUs = 2 ** 30;

/**
 * The thread: waits for a new turn, then for as long as that turn says, and tells when the time is up. Its source stands here
 * as text because it has to run from a bundle, from the library and from tests alike, and needs nothing of ours.
 */
const thread = `
const { parentPort, workerData: cells } = require('node:worker_threads');
for (let turn = 0; ; ) {
  Atomics.wait(cells, 0, turn);
  turn = Atomics.load(cells, 0);
  if (Atomics.wait(cells, 0, turn, Atomics.load(cells, 1) / 1000) === 'timed-out') parentPort.postMessage(turn);
}`;

/**
 * A clock that wakes to a tenth of a millisecond, where `setTimeout` is a millisecond coarse and asking the clock over and over
 * would cost a processor: a thread of its own sleeps on a shared cell, which systems time in microseconds.
 *
 * It holds one wake at a time, all that a schedule needs; others, and all of them while the thread is not there, go to
 * the timers of the clock that it is made from.
 */
export class Metronome implements TimerClock {
  /** The number of the turn, and how long it waits in microseconds. */
  readonly #cells = new Int32Array(new SharedArrayBuffer(8));
  readonly #thread: Worker;
  #isThere = false;
  #turn = 0;
  #act: (() => void) | null = null;

  constructor(private readonly clock: TimerClock) {
    this.#thread = new Worker(thread, { eval: true, workerData: this.#cells });
    this.#thread.unref();
    this.#thread.once('online', () => {
      this.#isThere = true;
    });
    this.#thread.on('message', (turn: number) => this.#timeIsUp(turn));
    // A system that gives no thread: the schedule goes on, a millisecond coarse.
    this.#thread.on('error', () => this.#gone());
    this.#thread.on('exit', () => this.#gone());
  }

  nowMs(): number {
    return this.clock.nowMs();
  }

  wallMs(atMs: number): number {
    return this.clock.wallMs(atMs);
  }

  after(ms: number, act: () => void): () => void {
    if (ms <= 0) return soon(act);
    if (!this.#isThere || this.#act !== null) return this.clock.after(ms, act);
    this.#act = act;
    this.#turn = (this.#turn + 1) | 0;
    const turn = this.#turn;
    this.#cells[1] = Math.min(Math.ceil(ms * 1000), longestWaitUs);
    Atomics.store(this.#cells, 0, turn);
    Atomics.notify(this.#cells, 0);
    return () => {
      if (this.#turn === turn) this.#act = null;
    };
  }

  /** Ends the thread. What waits is called off. */
  async close(): Promise<void> {
    this.#act = null;
    await this.#thread.terminate();
  }

  #timeIsUp(turn: number): void {
    if (turn !== this.#turn) return;
    const act = this.#act;
    this.#act = null;
    act?.();
  }

  #gone(): void {
    this.#isThere = false;
    const act = this.#act;
    this.#act = null;
    if (act !== null) soon(act);
  }
}

/** After what the event loop has at hand now: whoever is behind a schedule still hears answers and signals. */
function soon(act: () => void): () => void {
  const immediate = setImmediate(act);
  return () => clearImmediate(immediate);
}
