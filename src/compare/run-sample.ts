import type { RankedTimes } from '../latency/latency-figures.js';

/** The latencies that are compared: `deliveryOnly` says less than `delivery`, and `sendLag` is foxload's own. */
export const comparedLatencies = ['delivery', 'service', 'answer'] as const;
export type ComparedLatency = (typeof comparedLatencies)[number];

/** The times of one latency of a run, in milliseconds. */
export interface SampleTimes extends RankedTimes {
  /** Orders later than every recorded time, and than the deadline. */
  readonly undelivered: number;
  readonly deadlineMs: number;
}

/** So many of `n`. */
export interface SampleShare {
  readonly part: number;
  readonly n: number;
}

/** What a comparison looks at of one run. */
export interface RunSample {
  readonly times: Readonly<Record<ComparedLatency, SampleTimes>>;
  /** Shares by the name of their metric, such as `success.rate`. One that is absent did not occur. */
  readonly shares: ReadonlyMap<string, SampleShare>;
}
