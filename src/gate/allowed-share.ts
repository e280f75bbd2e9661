import type { Budget } from '../profile/budget.js';
import { asksForLess } from './comparison.js';
import { lateShares } from './metric-reading.js';

/** Takes the last binary digits away: 1 − 0.95 is 0.050000000000000044. */
function complement(share: number): number {
  return Number((1 - share).toPrecision(15));
}

/**
 * The share of orders that may be against a budget, for those that are a promise about a share: the orders later than
 * `delivery.p95 < 45s` asks for must be fewer than 5 %, the undelivered ones of `success.rate > 95%` too. So each of them is
 * decided by one and the same test. Null for budgets that are decided by what was seen: counts, money, greatest and mean times,
 * and shares of which not one order, or all but one, may be against it.
 */
export function allowedShare({ metric, operator, threshold }: Budget): number | null {
  const isUpper = asksForLess(operator) || (operator === '==' && threshold === 0);
  const late = lateShares[metric.slice(metric.lastIndexOf('.') + 1)];
  if (late !== undefined) return isUpper ? late : complement(late);
  if (!/\.(?:rate|within)$/.test(metric)) return null;
  const allowed = isUpper ? threshold : complement(threshold);
  return allowed > 0 && allowed < 1 ? allowed : null;
}
