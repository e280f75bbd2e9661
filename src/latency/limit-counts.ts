import type { TimeLimit } from './time-limit.js';

/**
 * How many times lay beyond each of a few limits: by the unrounded time, since a histogram, which rounds by 0.1 %, may not
 * decide whether a promise was kept.
 */
export class LimitCounts {
  readonly #limits: readonly TimeLimit[];
  readonly #beyond: number[];

  constructor(limits: readonly TimeLimit[]) {
    this.#limits = limits;
    this.#beyond = limits.map(() => 0);
  }

  /** Looks at one time. */
  recordMs(ms: number): void {
    for (let place = 0; place < this.#limits.length; place += 1) {
      const limit = this.#limits[place];
      if (limit === undefined || ms < limit.limitMs || (ms === limit.limitMs && limit.itself === 'within'))
        continue;
      this.#beyond[place] = (this.#beyond[place] ?? 0) + 1;
    }
  }

  /**
   * How many of the times so far lay beyond `limit`.
   *
   * @throws {RangeError} for a limit that was not among those that are counted
   */
  beyond({ limitMs, itself }: TimeLimit): number {
    const place = this.#limits.findIndex((limit) => limit.limitMs === limitMs && limit.itself === itself);
    const count = this.#beyond[place];
    if (count === undefined) throw new RangeError(`no count is kept for the limit of ${limitMs} ms`);
    return count;
  }
}
