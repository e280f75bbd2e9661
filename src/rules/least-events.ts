import { probabilityOfAtLeast } from '../statistics/binomial-tail.js';
import { decimal } from './decimal.js';

/**
 * How often chance alone may push a sound service over a threshold: once in a thousand windows. With an hour's window that is once in
 * six weeks of windows that do not overlap.
 */
export const falseAlarmChance = 0.001;

/**
 * The fewest events in a window from which on their share of bad ones means something: with so many or more, a service whose true
 * share is `soundRatio` passes `thresholdRatio` in at most `falseAlarmChance` of all windows, and never by a single bad event.
 *
 * The probabilities are exact (binomial). That no larger number of events breaks the promise follows from Chernoff's bound
 * exp(−n·KL), where KL is the divergence of the two shares (W. Hoeffding, Journal of the American Statistical Association 58
 * (1963), theorem 1): it holds for every n from some n on, and below that each number of bad events is looked at.
 *
 * @throws {RangeError} unless 0 < soundRatio < thresholdRatio < 1
 */
export function leastEvents(thresholdRatio: number, soundRatio: number): number {
  if (!(soundRatio > 0 && soundRatio < thresholdRatio && thresholdRatio < 1)) {
    throw new RangeError(
      `the shares are ${soundRatio} and ${thresholdRatio}; wanted the sound one below the threshold, both between 0 and 1`,
    );
  }
  let bad = Math.ceil(
    (thresholdRatio * Math.log(1 / falseAlarmChance)) / divergence(thresholdRatio, soundRatio),
  );
  while (bad > 1 && isRare(bad - 1, thresholdRatio, soundRatio)) bad -= 1;
  return fewestWith(bad, thresholdRatio);
}

/** The fewest events of which so many bad ones do not pass the threshold yet, and one more does. */
function fewestWith(bad: number, thresholdRatio: number): number {
  // An exact multiple must not be missed by rounding: 7 / 0.07 is 100.00000000000001.
  return Math.ceil(decimal(bad / thresholdRatio));
}

/**
 * Whether a sound service hardly ever has more bad events than these, where one more passes the threshold. Of all numbers of events for
 * which that is so, the largest one is the worst.
 */
function isRare(bad: number, thresholdRatio: number, soundRatio: number): boolean {
  const events = fewestWith(bad + 1, thresholdRatio) - 1;
  return probabilityOfAtLeast(bad + 1, events, soundRatio) <= falseAlarmChance;
}

/** Kullback-Leibler divergence of two coins, in nats. */
export function divergence(a: number, b: number): number {
  return a * Math.log(a / b) + (1 - a) * Math.log((1 - a) / (1 - b));
}
