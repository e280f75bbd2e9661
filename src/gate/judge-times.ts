import type { MeasuredTimes } from '../latency/measured-times.js';
import { nearestRank } from '../latency/nearest-rank.js';
import type { TimeLimit } from '../latency/time-limit.js';
import type { Budget } from '../profile/budget.js';
import { percentileRanks } from '../statistics/percentile-ranks.js';
import { shareLimits } from '../statistics/share-limits.js';
import { allowedShare } from './allowed-share.js';
import { asksForLess, comparisons } from './comparison.js';
import { judgeShare } from './judge-share.js';
import {
  type AgainstCount,
  evidenceOf,
  type Judgement,
  nothingObserved,
  testedOutcome,
} from './judgement.js';
import { timeLimitOf } from './time-limits.js';

/** How many orders lay beyond a limit. Of undelivered ones it is not known where the limit lies beyond the deadline itself. */
function beyondLimit(times: MeasuredTimes, limit: TimeLimit): AgainstCount {
  const recorded = times.beyond(limit);
  const isKnown = limit.limitMs <= times.deadlineMs;
  return {
    least: recorded + (isKnown ? times.undelivered : 0),
    most: recorded + times.undelivered,
  };
}

function limitOf(budget: Budget): TimeLimit {
  const limit = timeLimitOf(budget);
  if (limit === null) throw new Error(`${budget.text} names no time`);
  return limit;
}

/**
 * Judges a percentile, such as `delivery.p95 < 45s`, as what it says about a share: fewer than 5 % of orders may be later than
 * that. Who is late is counted from unrounded times. The bounds are order statistics: the times at the ranks that the same test
 * gives.
 *
 * @param late the share of orders that may be later: 0.05 for p95
 */
export function judgePercentile(budget: Budget, times: MeasuredTimes, late: number): Judgement {
  const n = times.count + times.undelivered;
  const allowed = allowedShare(budget);
  if (n === 0 || allowed === null) return nothingObserved;
  const limit = limitOf(budget);
  const beyond = beyondLimit(times, limit);
  const isUpper = asksForLess(budget.operator);
  const against = isUpper ? beyond : { least: n - beyond.most, most: n - beyond.least };
  const limits = shareLimits(n, allowed);
  const at = (rank: number) => timeAtRank(times, rank, limit);
  const observed = nearestRank(1 - late, n);
  const { lower, upper } = percentileRanks(n, late);
  const isWithin = withinOf(beyond, n - observed);
  return {
    result: testedOutcome(against, limits),
    observed: at(observed),
    lower: lower === null ? null : at(lower),
    upper: upper === null ? null : at(upper),
    n,
    keepsIt: isWithin === null ? null : isWithin === isUpper,
    beyondMs: observed > times.count ? times.deadlineMs : null,
    evidence: evidenceOf(against, limits),
  };
}

/** Whether the time behind which `behind` orders lie is within the limit; null where that is not known. */
function withinOf({ least, most }: AgainstCount, behind: number): boolean | null {
  if (most <= behind) return true;
  return least <= behind ? null : false;
}

/**
 * The time at a rank; null beyond the deadline. A histogram gives up to 0.1 % too much, so that a time that is known to be
 * within the limit could look as if it were not: then the limit itself is the better figure.
 */
function timeAtRank(times: MeasuredTimes, rank: number, limit: TimeLimit): number | null {
  if (rank > times.count) return null;
  const ms = times.valueAtRankMs(rank);
  return rank <= times.count - times.beyond(limit) ? Math.min(ms, limit.limitMs) : ms;
}

/** Judges a share within a time, such as `delivery.within(45s) >= 95%`. */
export function judgeWithin(budget: Budget, times: MeasuredTimes): Judgement {
  const n = times.count + times.undelivered;
  if (n === 0) return nothingObserved;
  const { least, most } = beyondLimit(times, limitOf(budget));
  return judgeShare(budget, { least: n - most, most: n - least, n });
}

/**
 * Judges the greatest or the mean time, by what was observed: a sample has no bound on either without knowing more about how
 * times are distributed.
 */
export function judgeExtreme(budget: Budget, times: MeasuredTimes, kind: 'greatest' | 'mean'): Judgement {
  const n = times.count + times.undelivered;
  if (n === 0) return nothingObserved;
  const isCertain = times.undelivered === 0;
  const known = kind === 'greatest' ? times.maxMs : times.meanMs;
  const keepsIt = isCertain ? compared(budget, known) : keptWithUndelivered(budget, times, kind);
  return {
    ...nothingObserved,
    n,
    observed: isCertain ? known : null,
    beyondMs: !isCertain && kind === 'greatest' ? times.deadlineMs : null,
    keepsIt,
    result: outcomeOf(keepsIt),
  };
}

function compared({ operator, threshold }: Budget, ms: number | null): boolean | null {
  return ms === null ? null : comparisons[operator].holds(ms, threshold);
}

/**
 * Of the greatest time this much is known when an order is undelivered: it is above the deadline, and above every recorded one.
 * Of the mean nothing is.
 */
function keptWithUndelivered(
  budget: Budget,
  times: MeasuredTimes,
  kind: 'greatest' | 'mean',
): boolean | null {
  const leastMs = Math.max(times.deadlineMs, times.maxMs ?? 0);
  if (kind === 'mean' || leastMs < budget.threshold) return null;
  return compared(budget, Number.POSITIVE_INFINITY);
}

function outcomeOf(keepsIt: boolean | null): Judgement['result'] {
  if (keepsIt === null) return 'inconclusive';
  return keepsIt ? 'pass' : 'fail';
}
