import { binomialProbability } from '../statistics/binomial-probability.js';
import type { ChanceStream } from './chance-stream.js';

/** So many standard deviations around the mean are in the table; what lies outside has a probability below 1e-18. */
const reach = 9;

/**
 * Draws how many of `n` observations lie below the true quantile: binomial, whatever the distribution of the times. So one draw
 * does what drawing all orders anew and sorting them would do, for any number of orders.
 *
 * Source: H. A. David and H. N. Nagaraja, "Order Statistics" (3rd edition, 2003), section 7.1.
 */
export class RankDraw {
  readonly #first: number;
  /** The probability of at most so many, from the first on. */
  readonly #atMost: Float64Array;

  /**
   * @param n from 1
   * @param quantile above 0, below 1
   */
  constructor(n: number, quantile: number) {
    const half = Math.ceil(reach * Math.sqrt(n * quantile * (1 - quantile))) + reach;
    const mean = Math.round(n * quantile);
    this.#first = Math.max(0, mean - half);
    const last = Math.min(n, mean + half);
    this.#atMost = new Float64Array(last - this.#first + 1);
    let sum = 0;
    for (let k = this.#first; k <= last; k += 1) {
      sum += binomialProbability(k, n, quantile);
      this.#atMost[k - this.#first] = sum;
    }
  }

  /** The next number, from 0 to n. */
  next(chance: ChanceStream): number {
    const wanted = chance.uniform();
    let low = 0;
    let high = this.#atMost.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#atMost[middle] ?? 1) < wanted) low = middle + 1;
      else high = middle;
    }
    return this.#first + low;
  }
}
