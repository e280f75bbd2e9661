import { Worker } from 'node:worker_threads';
import type { TimerClock } from '../clock.js';

/** The longest wait that fits into a cell, in microseconds: 17 minutes. Longer ones are left to the coarse timer. */
const longestWaitUs = 2 ** 30;

/**
 * The thread: waits for a new turn, then for as long as that turn says, and tells when the time is up. Its source stands here
 * as text because it has to run from a bundle, from the library and from tests alike, and needs nothing of ours.
 *
 * A sleeper may be woken for nothing: by a notice that was meant for the wait before. So neither wait trusts its return; the
 * first looks at the turn again, the second at the turn and at the time.
 */
const thread = `
const { parentPort, workerData: cells } = require('node:worker_threads');
for (let turn = 0; ; ) {
  while (Atomics.load(cells, 0) === turn) Atomics.wait(cells, 0, turn);
  turn = Atomics.load(cells, 0);
  const untilMs = performance.now() + Atomics.load(cells, 1) / 1000;
  for (;;) {
    const leftMs = untilMs - performance.now();
    if (leftMs > 0) Atomics.wait(cells, 0, turn, leftMs);
    if (Atomics.load(cells, 0) !== turn) break;
    if (performance.now() < untilMs) continue;
    parentPort.postMessage(turn);
    break;
  }
}`;

/**
 * A clock that wakes to a tenth of a millisecond, where `setTimeout` is a millisecond coarse and asking the clock over and over
 * would cost a processor: a thread of its own sleeps on a shared cell, which systems time in microseconds.
 *
 * Each wake is also set on the timers of the clock that this one is made from, and the first of the two counts: whatever becomes
 * of the thread, nobody is woken later than without it. The thread serves one wake at a time, all that a schedule needs.
 */
export class FineTimers implements TimerClock {
  /** The number of the turn, and how long it waits in microseconds. */
  readonly #cells = new Int32Array(new SharedArrayBuffer(8));
  #thread: Worker | null = null;
  #turn = 0;
  #wake: (() => void) | null = null;

  constructor(private readonly clock: TimerClock) {}

  nowMs(): number {
    return this.clock.nowMs();
  }

  wallMs(atMs: number): number {
    return this.clock.wallMs(atMs);
  }

  after(ms: number, act: () => void): () => void {
    if (ms <= 0) return soon(act);
    if (this.#wake !== null) return this.clock.after(ms, act);
    const callOff = (): void => {
      this.#wake = null;
      callOffCoarse();
    };
    const wake = (): void => {
      callOff();
      act();
    };
    const callOffCoarse = this.clock.after(ms, wake);
    this.#wake = wake;
    this.#turn = (this.#turn + 1) | 0;
    if (ms * 1000 <= longestWaitUs) this.#begin(Math.ceil(ms * 1000));
    return () => {
      if (this.#wake === wake) callOff();
    };
  }

  /** Ends the thread. What waits is left to the coarse timers. */
  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  /** Gives the thread the wait of this turn. It is started by the first: a process has enough to do before it. */
  #begin(us: number): void {
    this.#thread ??= this.#startThread();
    Atomics.store(this.#cells, 1, us);
    Atomics.store(this.#cells, 0, this.#turn);
    Atomics.notify(this.#cells, 0);
  }

  #startThread(): Worker {
    const worker = new Worker(thread, { eval: true, workerData: this.#cells });
    worker.unref();
    worker.on('message', (turn: number) => {
      if (turn === this.#turn) this.#wake?.();
    });
    // A system that gives no thread, or ends it: the coarse timers serve alone.
    worker.on('error', () => {});
    return worker;
  }
}

/** After what the event loop has at hand now: whoever is behind a schedule still hears answers and signals. */
function soon(act: () => void): () => void {
  const immediate = setImmediate(act);
  return () => clearImmediate(immediate);
}
