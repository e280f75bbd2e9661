import { type TimerClock, wholeMicroseconds } from '../../src/clock.js';
import type { Chance } from './chance.js';
import type { SimulatedTime } from './simulated-time.js';

/** A stretch of simulated time. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

export function isWithin({ startMs, endMs }: Span, atMs: number): boolean {
  return atMs >= startMs && atMs < endMs;
}

/** A stall this much longer costs a millisecond more of catching up: what piled up is still done in its order. */
const catchUpShare = 1 / 10_000;
/** After a stall the event loop looks at timers and at sockets one after the other; whoever is second waits this long. */
const secondPhaseMs = 2;

/**
 * The clock of the process under test. Its timers are a little late, as those of Node are. While the process is stalled
 * neither timers nor sockets are served; both pile up and are served at the end, in one order or the other.
 */
export class HostClock implements TimerClock {
  readonly #timersFirst: boolean;

  constructor(
    private readonly time: SimulatedTime,
    private readonly stalls: readonly Span[],
    private readonly chance: Chance,
  ) {
    this.#timersFirst = chance.happens(0.5);
  }

  nowMs(): number {
    return wholeMicroseconds(this.time.nowMs());
  }

  wallMs(atMs: number): number {
    return this.time.wallMs(atMs);
  }

  after(ms: number, act: () => void): () => void {
    const dueMs = this.time.nowMs() + Math.max(1, ms) + this.chance.between(0, 1.5);
    return this.time.at(this.#servedMs(dueMs, this.#timersFirst), act);
  }

  /** Something reaches a socket of this process at `dueMs`. */
  arrive(dueMs: number, act: () => void): void {
    this.time.at(this.#servedMs(dueMs, !this.#timersFirst), act);
  }

  #servedMs(dueMs: number, first: boolean): number {
    const stall = this.stalls.find((span) => isWithin(span, dueMs));
    if (stall === undefined) return dueMs;
    const catchUpMs = (dueMs - stall.startMs) * catchUpShare;
    return stall.endMs + catchUpMs + (first ? 0 : secondPhaseMs);
  }
}
