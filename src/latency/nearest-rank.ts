/** Quantiles are taken to this many parts, so that 0.95 means 95 of 100 and not the nearest binary fraction. */
const parts = 1_000_000;

/**
 * The rank of a quantile by the nearest-rank definition: the smallest rank that at least the share `quantile` of `n`
 * observations does not exceed, so `ceil(quantile · n)`, from 1 to `n`.
 *
 * Whole numbers are divided, never binary fractions multiplied: `0.07 * 100` is 7.000000000000001 in floating point and
 * would give rank 8. Exact up to 9 billion observations.
 *
 * @param quantile above 0, at most 1, to six decimals
 * @param n number of observations, at least 1
 * @throws {RangeError} for a quantile or a number outside of these bounds
 */
export function nearestRank(quantile: number, n: number): number {
  if (!(quantile > 0 && quantile <= 1)) throw new RangeError(`quantile is ${quantile}; wanted 0 < q <= 1`);
  if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`n is ${n}; wanted a whole number from 1`);
  return Math.max(1, Math.ceil((Math.round(quantile * parts) * n) / parts));
}
