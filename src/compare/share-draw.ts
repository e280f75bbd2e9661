import type { ChanceStream } from './chance-stream.js';
import type { RunDraw } from './run-draw.js';
import type { SampleShare } from './run-sample.js';

/**
 * Resamples a share of one run. Of `part` in `n` the true share lies between two neighbouring order statistics of n uniform
 * draws, the part-th and the one after it; their quantiles are the exact bounds of Clopper and Pearson. So a share of which
 * nothing was seen is not taken for zero, as it would be by drawing from the orders themselves.
 *
 * Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934), 404-413.
 *
 * @param share with n from 1
 */
export function shareDraw({ part, n }: SampleShare): RunDraw {
  return {
    beyond: 1,
    next(chance: ChanceStream) {
      const below = chance.gamma(part);
      const gap = chance.exponential();
      const above = chance.gamma(n - part);
      const whole = below + gap + above;
      return { low: below / whole, high: (below + gap) / whole };
    },
  };
}
