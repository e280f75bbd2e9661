import type { RankedTimes } from './latency-figures.js';
import type { TimeLimit } from './time-limit.js';

/** The times of one latency as a budget asks for them, in milliseconds. */
export interface MeasuredTimes extends RankedTimes {
  /** Orders without an end by the deadline: later than every recorded time, and than `deadlineMs`. */
  readonly undelivered: number;
  readonly deadlineMs: number;
  /** Of the recorded times; null without any. */
  readonly meanMs: number | null;
  readonly maxMs: number | null;
  /** How many recorded times lay beyond a limit, exactly. Throws a RangeError for one that is not counted. */
  beyond(limit: TimeLimit): number;
}
