import { probabilityOfAtLeast, probabilityOfAtMost } from './binomial-tail.js';
import { maxErrorShare } from './confidence.js';

/** What a sample of `n` can say about whether a true share is below a given one. */
export interface ShareLimits {
  /** At most so many prove it is below; null where not even none would. */
  readonly atMost: number | null;
  /** So many or more prove it is not below; null where not even all would. */
  readonly atLeast: number | null;
}

/**
 * The exact limits of a test on a share: were the true share exactly `share`, at most `atMost` of `n` would come in no more
 * than 5 % of samples, and `atLeast` or more in no more than 5 %. So either conclusion is wrong in at most 5 %, and what lies
 * between the two decides nothing. Of 1,000 orders against 5 %: 38 and 63.
 *
 * For a percentile these are ranks (the order statistic test): the time at rank n − `atMost` is an upper bound of the true
 * percentile, that at rank n − `atLeast` + 1 a lower one.
 *
 * Source: H. A. David and H. N. Nagaraja, "Order Statistics" (3rd edition, 2003), section 7.1.
 *
 * @param n a whole number from 0
 * @param share above 0, below 1
 */
export function shareLimits(n: number, share: number): ShareLimits {
  // The first number that is too many to be rare, and the first that is rare for being many.
  const few = firstWhere(n, share, (k) => probabilityOfAtMost(k, n, share) > maxErrorShare);
  const many = firstWhere(n, share, (k) => probabilityOfAtLeast(k, n, share) <= maxErrorShare);
  return { atMost: few === 0 ? null : few - 1, atLeast: many > n ? null : many };
}

/**
 * The smallest number from 0 to n + 1 for which `holds`, which goes from false to true once; n + 1 where it never does. It
 * lies within a few standard deviations of the mean, so that is where it is looked for.
 */
function firstWhere(n: number, share: number, holds: (k: number) => boolean): number {
  const mean = Math.floor(n * share);
  let step = Math.ceil(2 * Math.sqrt(n * share * (1 - share))) + 1;
  let low = mean;
  while (low > 0 && holds(low)) {
    low = Math.max(0, low - step);
    step *= 2;
  }
  if (low === 0 && holds(0)) return 0;
  let high = low + step;
  while (high <= n && !holds(high)) {
    low = high;
    step *= 2;
    high += step;
  }
  high = Math.min(high, n + 1);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
