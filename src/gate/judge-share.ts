import type { Budget } from '../profile/budget.js';
import { shareBounds } from '../statistics/share-bounds.js';
import { shareLimits } from '../statistics/share-limits.js';
import { allowedShare } from './allowed-share.js';
import { asksForLess, comparisons } from './comparison.js';
import {
  type AgainstCount,
  evidenceOf,
  type Judgement,
  nothingObserved,
  testedOutcome,
} from './judgement.js';

/** A part of n orders; where it is not known of all of them, at least and at most so many belong to it. */
export interface PartOf {
  readonly least: number;
  readonly most: number;
  readonly n: number;
}

/**
 * Judges a budget on a share, such as `success.rate > 95%`, by an exact binomial test: it passes when so few orders against it
 * would come in at most 5 % of runs if the true share were the threshold, and fails when so many would. A promise that allows
 * not a single order against it, such as `refusals.rate == 0%`, is decided by what was seen.
 */
export function judgeShare(budget: Budget, { least, most, n }: PartOf): Judgement {
  if (n === 0) return nothingObserved;
  const isUpper = asksForLess(budget.operator);
  const observed = (isUpper ? most : least) / n;
  const keepsIt = comparisons[budget.operator].holds(observed, budget.threshold);
  const figures = {
    observed,
    lower: shareBounds(least, n).lower,
    upper: shareBounds(most, n).upper,
    n,
    keepsIt,
    beyondMs: null,
  };
  const allowed = allowedShare(budget);
  if (allowed === null) return { ...figures, result: keepsIt ? 'pass' : 'fail', evidence: null };
  const against: AgainstCount = isUpper ? { least, most } : { least: n - most, most: n - least };
  const limits = shareLimits(n, allowed);
  return { ...figures, result: testedOutcome(against, limits), evidence: evidenceOf(against, limits) };
}
