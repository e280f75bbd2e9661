// How late the orders of one stretch were sent. In one piece of memory that is there before the first of them: a list that grows is copied again
// and again, and the collector that clears its copies away makes the very orders late that are measured.
export class SendLags {
  #count = 0;
  #lagsMs;

  /** @param {number} ratePerSecond @param {number} forMs of the stretch */
  constructor(ratePerSecond, forMs) {
    // The edges of a stretch may take an order in.
    this.#lagsMs = new Float64Array(Math.ceil((ratePerSecond * forMs) / 1000) + 2);
  }

  add(lagMs) {
    if (this.#count === this.#lagsMs.length)
      throw new RangeError('more orders than the stretch has room for');
    this.#lagsMs[this.#count] = lagMs;
    this.#count += 1;
  }

  figures() {
    const sorted = this.#lagsMs.subarray(0, this.#count).sort();
    const quantile = (share) => sorted[Math.ceil(share * sorted.length) - 1];
    return { p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
  }
}
