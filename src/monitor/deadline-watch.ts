import type { StatusPoller } from '../load/status-poller.js';
import { LoopWatch } from '../run/loop-watch.js';
import type { Monitor } from './monitor.js';

/** How often thresholds, deadlines and reasons to stop are looked at. */
const tickMs = 100;

export interface DeadlineWatchParts {
  readonly monitor: Monitor;
  readonly poller: Pick<StatusPoller, 'ask'>;
  /** Before this instant nobody is asked for a status: a process that was killed may have asked a moment ago. */
  readonly mayAskAtMs: number;
  /** Told each tick. */
  readonly tick: () => void;
}

/** Sees thresholds and deadlines pass, and has the API asked about orders whose webhook did not come. */
export class DeadlineWatch {
  #callOff: () => void = () => {};
  readonly #loop: LoopWatch;
  /** Orders that had expired when the process before was killed: nobody asks about them any more. */
  #expiredBefore: number[];

  constructor(private readonly parts: DeadlineWatchParts) {
    const { monitor } = parts;
    this.#loop = new LoopWatch(monitor.take);
    this.#expiredBefore = monitor.fold.open.seqs.filter((seq) => monitor.tracker.phase(seq) === 'expired');
  }

  start(): void {
    const { monitor, mayAskAtMs } = this.parts;
    const atMs = monitor.clock.nowMs();
    this.#loop.tick(atMs, tickMs);
    monitor.fold.passTime();
    if (atMs >= mayAskAtMs) this.#askAbout(atMs);
    this.parts.tick();
    this.#callOff = monitor.clock.after(tickMs, () => this.start());
  }

  stop(): void {
    this.#callOff();
  }

  #askAbout(atMs: number): void {
    const { tracker, take } = this.parts.monitor;
    const overdue = tracker.overdue(atMs);
    for (const seq of overdue) take({ kind: 'expired', atMs, seq });
    for (const seq of [...this.#expiredBefore.splice(0), ...overdue]) {
      const orderId = tracker.orderId(seq);
      if (orderId !== undefined) void this.parts.poller.ask(seq, orderId);
    }
  }
}
