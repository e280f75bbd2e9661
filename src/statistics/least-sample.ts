import { maxErrorShare } from './confidence.js';

/** The largest sample that is told; beyond it nobody can send so many orders anyway. */
export const maxLeastSample = 100_000_000;

/**
 * How many orders are needed before a sample can prove that a true share is below `share`: so many that, were it not, all of
 * them would be good in no more than 5 % of samples. (1 − share)^n ≤ 0.05: 5 for 50 %, 59 for 5 %, 299 for 1 %, 2,995 for
 * 0.1 %.
 *
 * @param share above 0, below 1; at most 100,000,000 is given
 */
export function leastSample(share: number): number {
  const orders = Math.ceil(Math.log(maxErrorShare) / Math.log1p(-share));
  return Math.min(orders, maxLeastSample);
}
