import type { ChanceStream } from './chance-stream.js';
import type { Span } from './span.js';

/** One figure of one run, resampled as often as asked. */
export interface RunDraw {
  /** What an infinite lower end is at least: the deadline, as the figure is measured. */
  readonly beyond: number;
  next(chance: ChanceStream): Span;
}
