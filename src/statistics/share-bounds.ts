import { probabilityOfAtLeast, probabilityOfAtMost } from './binomial-tail.js';
import { maxErrorShare } from './confidence.js';

/** Between which two a true share lies, each bound by itself wrong in at most 5 % of samples. Ratios from 0 to 1. */
export interface ShareBounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The exact bounds of a true share of which a sample showed `k` of `n`: the shares at which so many, or so few, would come in
 * just 5 % of samples. One-sided each, so together they hold in 90 %.
 *
 * Source: C. J. Clopper and E. S. Pearson, "The Use of Confidence or Fiducial Limits", Biometrika 26 (1934), 404-413.
 *
 * @param n at least 1
 */
export function shareBounds(k: number, n: number): ShareBounds {
  return {
    lower: k === 0 ? 0 : solve((p) => probabilityOfAtLeast(k, n, p) <= maxErrorShare),
    upper: k === n ? 1 : solve((p) => probabilityOfAtMost(k, n, p) > maxErrorShare),
  };
}

/** Where `isBelow` turns from true to false between 0 and 1, to the last digit that a double has. */
function solve(isBelow: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high || high - low <= Number.EPSILON * low) return middle;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
}
