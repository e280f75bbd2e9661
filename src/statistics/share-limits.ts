import { probabilityOfAtLeast, probabilityOfAtMost } from './binomial-tail.js';
import { maxErrorShare } from './confidence.js';

/** What a sample of `n` can say about whether a true share is below a given one. */
export interface ShareLimits {
  /** At most so many prove it is below; null where not even none would. */
  readonly atMost: number | null;
  /** So many or more prove it is not below; null where not even all would. */
  readonly atLeast: number | null;
}

/** Beyond so many standard deviations lies the error share of a normal distribution. Only the first guess rests on it. */
const errorQuantile = 1.6449;

/**
 * The exact limits of a test on a share: were the true share exactly `share`, at most `atMost` of `n` would come in no more
 * than 5 % of samples, and `atLeast` or more in no more than 5 %. So either conclusion is wrong in at most 5 %, and what lies
 * between the two decides nothing. Of 1,000 orders against 5 %: 38 and 63.
 *
 * For a percentile these are ranks (the order statistic test): the time at rank n − `atMost` is an upper bound of the true
 * percentile, that at rank n − `atLeast` + 1 a lower one.
 *
 * Sources: H. A. David and H. N. Nagaraja, "Order Statistics" (3rd edition, 2003), section 7.1; for the first guess the expansion
 * of Cornish and Fisher, M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964), 26.2.49.
 *
 * @param n a whole number from 0
 * @param share above 0, below 1
 */
export function shareLimits(n: number, share: number): ShareLimits {
  const skew = ((1 - 2 * share) * (errorQuantile ** 2 - 1)) / 6;
  const middle = n * share + skew;
  const reach = errorQuantile * Math.sqrt(n * share * (1 - share));
  // The first number that is too many to be rare, and the first that is rare for being many.
  const few = firstWhere(n, middle - reach, (k) => probabilityOfAtMost(k, n, share) > maxErrorShare);
  const many = firstWhere(n, middle + reach + 1, (k) => probabilityOfAtLeast(k, n, share) <= maxErrorShare);
  return { atMost: few === 0 ? null : few - 1, atLeast: many > n ? null : many };
}

/**
 * The smallest number from 0 to n + 1 for which `holds`, which goes from false to true once; n + 1 where it never does. Looked
 * for from `guess` on, which is mostly less than one off: each look takes tens of microseconds, and a page of a running test asks for six such numbers.
 */
function firstWhere(n: number, guess: number, holds: (k: number) => boolean): number {
  const holdsAt = (k: number): boolean => k > n || (k >= 0 && holds(k));
  let high = Math.min(Math.max(0, Math.round(guess)), n + 1);
  let low = high - 1;
  let step = 1;
  for (; !holdsAt(high); step *= 2) {
    low = high;
    high = Math.min(high + step, n + 1);
  }
  for (; holdsAt(low); step *= 2) {
    high = low;
    low = Math.max(low - step, -1);
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
