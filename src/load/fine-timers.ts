import { Worker } from 'node:worker_threads';
import type { TimerClock } from '../clock.js';

/** The longest wait that the thread takes, in milliseconds: instants are told to it in wrapping 32-bit microseconds. */
const longestWaitMs = 1_000_000;

/** Microseconds of the clock that every thread of a process shares, wrapping around every 71 minutes. */
function sharedUs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return (seconds * 1e6 + nanoseconds / 1e3) | 0;
}

/**
 * The thread: waits for a new turn, then until the instant that goes with it, and tells when that has come. A turn that changes
 * meanwhile is looked at when the wait is over, so that close waits need not wake the thread each. Its source stands here
 * as text because it has to run from a bundle, from the library and from tests alike, and needs nothing of ours.
 *
 * A sleeper may be woken for nothing: by a notice that was meant for the wait before. So neither wait trusts its return; the
 * first looks at the turn again, the second at the time.
 */
const thread = `
const { parentPort, workerData: cells } = require('node:worker_threads');
const sharedUs = ${sharedUs};
for (let told = 0; ; ) {
  while (Atomics.load(cells, 0) === told) Atomics.wait(cells, 0, told);
  for (;;) {
    const turn = Atomics.load(cells, 0);
    const leftUs = (Atomics.load(cells, 1) - sharedUs()) | 0;
    if (leftUs > 0) Atomics.wait(cells, 0, turn, leftUs / 1000);
    else if (Atomics.load(cells, 0) === turn) {
      told = turn;
      parentPort.postMessage(turn);
      break;
    }
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
  /** The number of the turn, and the instant that it waits for. */
  readonly #cells = new Int32Array(new SharedArrayBuffer(8));
  /** Started by the first wait: a process has enough to do before it. */
  #thread: Worker | null = null;
  #turn = 0;
  #dueUs = 0;
  /** Whether the thread has told its last turn, so that it has to be woken for the next. */
  #isIdle = true;
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
    if (this.#wake !== null || ms > longestWaitMs) return this.clock.after(ms, act);
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
    this.#begin(Math.ceil(ms * 1000));
    return () => {
      if (this.#wake === wake) callOff();
    };
  }

  /** Ends the thread. What waits is left to the coarse timers. */
  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  /** Gives the thread the next turn. It is woken only where it does not look in time by itself. */
  #begin(us: number): void {
    const dueUs = (sharedUs() + us) | 0;
    const isEarlier = ((dueUs - this.#dueUs) | 0) < 0;
    this.#dueUs = dueUs;
    this.#turn = (this.#turn + 1) | 0;
    Atomics.store(this.#cells, 1, dueUs);
    Atomics.store(this.#cells, 0, this.#turn);
    if (this.#isIdle || isEarlier) this.#rouse();
  }

  #told(turn: number): void {
    this.#isIdle = true;
    if (turn === this.#turn) this.#wake?.();
    // A turn that began while the thread told the one before it: nobody has woken it for that.
    else this.#rouse();
  }

  #rouse(): void {
    this.#isIdle = false;
    this.#thread ??= this.#startThread();
    Atomics.notify(this.#cells, 0);
  }

  #startThread(): Worker {
    const worker = new Worker(thread, { eval: true, workerData: this.#cells });
    worker.unref();
    worker.on('message', (turn: number) => this.#told(turn));
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
