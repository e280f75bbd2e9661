import type { TimerClock } from '../../src/clock.js';

/** A clock whose time a test sets, while what waits for the disk goes on by itself. */
export class TurnedClock implements TimerClock {
  atMs = 0;

  constructor(readonly originMs: number) {}

  nowMs(): number {
    return this.atMs;
  }

  wallMs(atMs: number): number {
    return this.originMs + atMs;
  }

  after(_ms: number, act: () => void): () => void {
    const timer = setImmediate(act);
    return () => clearImmediate(timer);
  }
}
