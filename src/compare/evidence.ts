import type { BlockNoise } from './block-noise.js';
import type { ChanceStream } from './chance-stream.js';
import type { RunDraw } from './run-draw.js';
import { sideDraw } from './side-draw.js';
import { movedSpan, spanBetween } from './span.js';

/** What part of the resamples lies outside of an interval of 95 %, on each side. */
const outside = 0.025;

/** Where a change begins to matter, on the scale that is compared: below zero and above. */
export interface Margin {
  readonly lower: number;
  readonly upper: number;
}

/** What the resamples say of the difference between two sides, head minus base, on the scale that is compared. */
export interface Evidence {
  /** The 95 % interval; infinite where nothing bounds it. */
  readonly lower: number;
  readonly upper: number;
  /** How likely so much evidence is for a difference above the margin where it is not above; and below, where not below. */
  readonly pAbove: number;
  readonly pBelow: number;
}

/** The two sides of a comparison of one metric. */
export interface Sides {
  readonly base: readonly RunDraw[];
  readonly head: readonly RunDraw[];
  readonly noise: BlockNoise | null;
}

/**
 * Resamples both sides and takes the percentiles of the difference. Of a single percentile or share this is the exact binomial
 * interval, which is why percentiles are taken and not a reflected or a normal interval.
 */
export function evidence(sides: Sides, margin: Margin, resamples: number, chance: ChanceStream): Evidence {
  const lows = new Float64Array(resamples);
  const highs = new Float64Array(resamples);
  for (let sample = 0; sample < resamples; sample += 1) {
    const between = spanBetween(sideDraw(sides.base, chance), sideDraw(sides.head, chance));
    const { low, high } = movedSpan(between, sides.noise?.(chance) ?? 0);
    lows[sample] = low;
    highs[sample] = high;
  }
  lows.sort();
  highs.sort();
  const left = Math.floor(outside * resamples);
  return {
    lower: lows[left] ?? Number.NEGATIVE_INFINITY,
    upper: highs[resamples - 1 - left] ?? Number.POSITIVE_INFINITY,
    pAbove: (countWhere(lows, (low) => low <= margin.upper) + 1) / (resamples + 1),
    pBelow: (countWhere(highs, (high) => high >= margin.lower) + 1) / (resamples + 1),
  };
}

function countWhere(values: Float64Array, holds: (value: number) => boolean): number {
  let count = 0;
  for (const value of values) if (holds(value)) count += 1;
  return count;
}
