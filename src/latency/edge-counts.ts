/** How many times were at most each edge, as a Prometheus histogram tells it. */
export interface EdgeReading {
  /** Ascending, in seconds. */
  readonly edgesS: readonly number[];
  /** One for each edge: how many times so far were at most that edge. */
  readonly atMost: readonly number[];
  readonly count: number;
  readonly sumS: number;
}

/**
 * Counts times by the edges of a histogram, each by its unrounded value, in memory that does not depend on their number. Half of
 * what the library's own histogram costs an order, and read only when somebody scrapes.
 */
export class EdgeCounts {
  /** Of the edge at the same place, and of none at the end. */
  readonly #counts: Float64Array;
  #sumMs = 0;

  /** `edgesS`: ascending, in seconds. */
  constructor(private readonly edgesS: readonly number[]) {
    this.#counts = new Float64Array(edgesS.length + 1);
  }

  /** Looks at one time. */
  recordMs(ms: number): void {
    const { edgesS } = this;
    let place = 0;
    while (place < edgesS.length && ms > (edgesS[place] ?? 0) * 1000) place += 1;
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    this.#sumMs += ms;
  }

  /** The counts so far. */
  reading(): EdgeReading {
    let count = 0;
    const cumulated = Array.from(this.#counts, (own) => {
      count += own;
      return count;
    });
    return { edgesS: this.edgesS, atMost: cumulated.slice(0, -1), count, sumS: this.#sumMs / 1000 };
  }
}
