import { nearestRank } from './nearest-rank.js';

/** One point of a percentile curve. */
export interface CurvePoint {
  /** Above 0 and below 1. */
  readonly quantile: number;
  /** Nearest rank; null where that rank belongs to an order later than the deadline. */
  readonly ms: number | null;
}

/** Points for each factor of ten of 1/(1−q): as close as a line needs to look smooth. */
const pointsPerDecade = 14;
/** Quantiles that reports name, so that the curve goes through their figures. */
const namedQuantiles = [0.5, 0.9, 0.95, 0.99, 0.999];

/** What a curve is drawn from. */
export interface CurveTimes {
  readonly count: number;
  readonly undelivered: number;
  valueAtRankMs(rank: number): number;
}

/**
 * The percentiles of a latency at equal distances of log(1/(1−q)), up to the highest quantile that n orders can speak of,
 * 1 − 1/n: about 14 points for each factor of ten. Undelivered orders are later than every time. None for n < 2.
 */
export function percentileCurve(times: CurveTimes): CurvePoint[] {
  const n = times.count + times.undelivered;
  const steps = Math.floor(Math.log10(Math.max(n, 1)) * pointsPerDecade);
  const even = Array.from({ length: steps }, (_, step) => 1 - 10 ** (-(step + 1) / pointsPerDecade));
  const named = namedQuantiles.filter((quantile) => n * (1 - quantile) >= 1 - 1e-9);
  return [...new Set([...even, ...named])]
    .sort((a, b) => a - b)
    .map((quantile) => {
      const rank = namedQuantiles.includes(quantile) ? nearestRank(quantile, n) : Math.ceil(quantile * n);
      return { quantile, ms: rank > times.count ? null : times.valueAtRankMs(rank) };
    });
}
