import { probabilityOfAtLeast } from '../statistics/binomial-tail.js';

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
 * (1963), theorem 1): it holds for every n from some n on, and below that each n is looked at.
 *
 * @throws {RangeError} unless 0 < soundRatio < thresholdRatio < 1
 */
export function leastEvents(thresholdRatio: number, soundRatio: number): number {
  if (!(soundRatio > 0 && soundRatio < thresholdRatio && thresholdRatio < 1)) {
    throw new RangeError(
      `the shares are ${soundRatio} and ${thresholdRatio}; wanted the sound one below the threshold, both between 0 and 1`,
    );
  }
  let events = Math.ceil(Math.log(1 / falseAlarmChance) / divergence(thresholdRatio, soundRatio));
  while (events > 1 && isRare(events - 1, thresholdRatio, soundRatio)) events -= 1;
  return Math.max(events, Math.ceil(1 / thresholdRatio));
}

/** Whether a sound service passes the threshold, by more than this share of its events, hardly ever. */
function isRare(events: number, thresholdRatio: number, soundRatio: number): boolean {
  // An exact multiple must not fall short by rounding: 0.07 · 100 is 7.000000000000001.
  const mostBad = Math.floor(Number((thresholdRatio * events).toPrecision(12)));
  return probabilityOfAtLeast(mostBad + 1, events, soundRatio) <= falseAlarmChance;
}

/** Kullback-Leibler divergence of two coins, in nats. */
export function divergence(a: number, b: number): number {
  return a * Math.log(a / b) + (1 - a) * Math.log((1 - a) / (1 - b));
}
