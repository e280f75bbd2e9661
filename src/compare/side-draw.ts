import type { ChanceStream } from './chance-stream.js';
import type { RunDraw } from './run-draw.js';
import type { Span } from './span.js';

/**
 * Resamples the mean of one figure over the runs of a side. Where all runs are beyond the deadline, so is the side; where only
 * some are, they count as the deadline at least.
 */
export function sideDraw(runs: readonly RunDraw[], chance: ChanceStream): Span {
  let low = 0;
  let high = 0;
  let beyond = 0;
  for (const run of runs) {
    const span = run.next(chance);
    const isBeyond = span.low === Number.POSITIVE_INFINITY;
    if (isBeyond) beyond += 1;
    low += isBeyond ? run.beyond : span.low;
    high += span.high;
  }
  return {
    low: beyond === runs.length ? Number.POSITIVE_INFINITY : low / runs.length,
    high: high / runs.length,
  };
}
