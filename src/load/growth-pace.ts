import type { Clock } from '../clock.js';

/** In milliseconds. To open a connection takes the thread about a tenth of that. */
const oneEveryMs = 1;
/** So many at once, when it has not grown for a while: a hundred orders that have to leave together do. */
const mostAtOnce = 128;

/**
 * How fast a pool of connections grows: by 128 at once, and by one a millisecond from then on. An API that stands still for a moment would else have it
 * open all that it may have, hundreds, in that moment, which keeps the thread from every order for longer than the API did.
 */
export class GrowthPace {
  #allowed = mostAtOnce;
  #countedAtMs: number;

  constructor(private readonly clock: Pick<Clock, 'nowMs'>) {
    this.#countedAtMs = clock.nowMs();
  }

  /** Whether the pool may have one more now; one that it may have counts as had. */
  take(): boolean {
    const nowMs = this.clock.nowMs();
    this.#allowed = Math.min(mostAtOnce, this.#allowed + (nowMs - this.#countedAtMs) / oneEveryMs);
    this.#countedAtMs = nowMs;
    if (this.#allowed < 1) return false;
    this.#allowed -= 1;
    return true;
  }
}
