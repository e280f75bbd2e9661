import { binomialProbability } from './binomial-probability.js';

/** A step smaller than this no longer changes the product. */
const closeEnough = 2 ** -52;
/** Keeps a quotient of the continued fraction from being divided by nothing. */
const tiny = 1e-300;

/**
 * The continued fraction of the regularised incomplete beta function I_x(a, b), by Lentz's method. It converges in some
 * √max(a, b) steps where x < (a + 1) / (a + b + 2).
 *
 * Sources: NIST Digital Library of Mathematical Functions, 8.17.22; W. J. Lentz, Applied Optics 15 (1976), 668-671.
 */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let product = d;
  for (let m = 1; ; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    product *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    product *= d * c;
    if (Math.abs(d * c - 1) <= closeEnough) return product;
  }
}

function nonZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

function check(k: number, n: number, p: number): void {
  const areWhole = Number.isSafeInteger(k) && Number.isSafeInteger(n) && n >= 0;
  if (!areWhole) throw new RangeError(`k is ${k} and n is ${n}; wanted whole numbers, n from 0`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`the probability is ${p}; wanted one from 0 to 1`);
}

/**
 * The probability of `k` or more of `n`, each with probability `p`. Exact but for rounding, to about 12 digits up to a hundred
 * million: I_p(k, n − k + 1), where the factor before the continued fraction is a single binomial probability.
 *
 * @throws {RangeError} for numbers that are no count or no probability
 */
export function probabilityOfAtLeast(k: number, n: number, p: number): number {
  check(k, n, p);
  if (k <= 0) return 1;
  if (k > n || p === 0) return 0;
  if (p === 1) return 1;
  const [a, b] = [k, n - k + 1];
  if (p < (a + 1) / (a + b + 2)) return (1 - p) * binomialProbability(k, n, p) * betaFraction(a, b, p);
  return 1 - p * binomialProbability(k - 1, n, p) * betaFraction(b, a, 1 - p);
}

/**
 * The probability of at most `k` of `n`, each with probability `p`.
 *
 * @throws {RangeError} for numbers that are no count or no probability
 */
export function probabilityOfAtMost(k: number, n: number, p: number): number {
  check(k, n, p);
  if (k < 0) return 0;
  if (k >= n || p === 0) return 1;
  if (p === 1) return 0;
  const [a, b] = [k + 1, n - k];
  if (p < (a + 1) / (a + b + 2)) {
    return 1 - (1 - p) * binomialProbability(k + 1, n, p) * betaFraction(a, b, p);
  }
  return p * binomialProbability(k, n, p) * betaFraction(b, a, 1 - p);
}
