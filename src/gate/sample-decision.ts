import type { Budget } from '../profile/budget.js';
import { leastSample } from '../statistics/least-sample.js';
import { shareLimits } from '../statistics/share-limits.js';
import { allowedShare } from './allowed-share.js';

/** What a number of orders can decide about a budget, told before they are sent. */
export interface SampleDecision {
  /** So few are enough to pass at all: 1 for budgets that the observed value decides. */
  readonly needed: number;
  /** With at most so many against it, it passes; null where it can't pass. */
  readonly passAtMost: number | null;
  /** With so many against it, it fails; null where it can't fail. */
  readonly failAtLeast: number | null;
  /** Whether the observed value alone decides. */
  readonly byObserved: boolean;
}

/** What `n` orders can decide about a budget. */
export function sampleDecision(budget: Budget, n: number): SampleDecision {
  const allowed = allowedShare(budget);
  if (allowed === null) return { needed: 1, passAtMost: null, failAtLeast: null, byObserved: true };
  const { atMost, atLeast } = shareLimits(n, allowed);
  return { needed: leastSample(allowed), passAtMost: atMost, failAtLeast: atLeast, byObserved: false };
}

/** The fewest orders with which a budget can pass: 59 for a p95, 299 for a p99, 59 for `success.rate > 95%`. */
export function ordersNeeded(budget: Budget): number {
  const allowed = allowedShare(budget);
  return allowed === null ? 1 : leastSample(allowed);
}
