import type { ChanceStream } from './chance-stream.js';

/** Draws by how much the difference between two sides would differ with other runs of the same kind. */
export type BlockNoise = (chance: ChanceStream) => number;

/**
 * Runs differ more than the orders within a run tell: caches, neighbours, the hour. With several runs a side this shows, so whole
 * runs are resampled as blocks: how far each lies from the mean of its side, drawn with replacement, from both sides together,
 * since there are few. Few runs show too little of how runs differ. So the distances are widened as a variance is by its
 * degrees of freedom, and each draw is divided by the root of a chi-squared one, which gives it the tails of Student's t.
 *
 * Null with one run a side, where nothing is known of it.
 *
 * Sources: A. C. Davison and D. V. Hinkley, "Bootstrap Methods and their Application" (1997), sections 3.8 and 6.2;
 * T. C. Hesterberg, "What Teachers Should Know About the Bootstrap", The American Statistician 69 (2015), 371-386.
 *
 * @param base the figure of each run, finite
 */
export function blockNoise(base: readonly number[], head: readonly number[]): BlockNoise | null {
  const runs = base.length + head.length;
  const freedom = runs - 2;
  if (freedom < 1) return null;
  const distances = [...distancesFromMean(base), ...distancesFromMean(head)];
  const widened = Math.sqrt(runs / freedom);
  return (chance) => {
    const difference =
      meanOfDrawn(distances, head.length, chance) - meanOfDrawn(distances, base.length, chance);
    const chiSquared = 2 * chance.gamma(freedom / 2);
    return difference * widened * Math.sqrt(freedom / chiSquared);
  };
}

function distancesFromMean(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function meanOfDrawn(distances: readonly number[], count: number, chance: ChanceStream): number {
  let sum = 0;
  for (let drawn = 0; drawn < count; drawn += 1) sum += distances[chance.below(distances.length)] ?? 0;
  return sum / count;
}
