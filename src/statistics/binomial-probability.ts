const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);
/** From here on the series is exact to the last digit of a double. */
const seriesFrom = 16;

/** Exact below `seriesFrom`: a double holds such whole numbers. */
function factorial(n: number): number {
  let product = 1;
  for (let factor = 2; factor <= n; factor += 1) product *= factor;
  return product;
}

/** By how much ln n! lies above Stirling's formula, n ln n − n + ½ ln 2πn. Of a whole number from 1. */
function stirlingError(n: number): number {
  if (n < seriesFrom) return Math.log(factorial(n)) - (n + 0.5) * Math.log(n) + n - halfLogTwoPi;
  const square = n * n;
  const series = 1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square;
  return (1 / 12 - (1 / 360 - series / square) / square) / n;
}

/** x ln(x / mean) + mean − x, without cancellation where the two are near. Both above 0. */
function deviance(x: number, mean: number): number {
  const distance = x - mean;
  if (Math.abs(distance) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - distance;
  const v = distance / (x + mean);
  let term = 2 * x * v;
  let sum = distance * v;
  for (let j = 3; ; j += 2) {
    term *= v * v;
    const next = sum + term / j;
    if (next === sum) return sum;
    sum = next;
  }
}

/**
 * The probability of exactly `k` of `n`, each with probability `p`: to about 13 digits also for a hundred million, where
 * the logarithm of a factorial alone would lose seven of them.
 *
 * Source: C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000).
 *
 * @param k a whole number from 0 to `n`
 * @param p from 0 to 1
 */
export function binomialProbability(k: number, n: number, p: number): number {
  if (p === 0) return k === 0 ? 1 : 0;
  if (p === 1) return k === n ? 1 : 0;
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return Math.exp(n * Math.log(p));
  const rest = n - k;
  const log =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(rest) -
    deviance(k, n * p) -
    deviance(rest, n * (1 - p));
  return Math.exp(log) * Math.sqrt(n / (2 * Math.PI * k * rest));
}
