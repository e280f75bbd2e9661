import type { Margin } from './evidence.js';

/**
 * Unwanted shares below this are held to the margin of this one: a tenth of 0.1 % would matter to nobody, and no run could show
 * it. It is what a service level of 95 % allows.
 */
const leastShare = 0.05;

/**
 * Times that differ by less than this are not told apart, however large the share: timers are a millisecond coarse, and a busy
 * machine delays its own stamps by some.
 */
const leastDifferenceMs = 5;

/**
 * The margin of a time, in logarithms: as many times longer as shorter, so that exchanging the sides mirrors the result, and at
 * least five milliseconds either way.
 *
 * @param ratio 0.1 for 10 %
 * @param baseMs the time of the base, or null where it has none
 */
export function timeMargin(ratio: number, baseMs: number | null): Margin {
  const upper = Math.log1p(ratio);
  if (baseMs === null) return { lower: -upper, upper };
  const least = leastDifferenceMs / baseMs;
  return {
    // Below five milliseconds there is no time that is shorter by as much: nothing is told apart.
    lower: Math.min(-upper, Math.log(Math.max(0, 1 - least))),
    upper: Math.max(upper, Math.log1p(least)),
  };
}

/**
 * The margin of a share, as a difference: `ratio` of what base has of the unwanted (of success, what is missing), and of 5 % where
 * it has less. 0.1 of a failure rate of 8 % is 0.8 percentage points, of 1 % half a point.
 *
 * @param base the share of the base, or null where it has none
 */
export function shareMargin(ratio: number, base: number | null, worseWhen: 'higher' | 'lower'): Margin {
  const share = base ?? 0;
  const unwanted = worseWhen === 'higher' ? share : 1 - share;
  const upper = ratio * Math.max(unwanted, leastShare);
  return { lower: -upper, upper };
}
