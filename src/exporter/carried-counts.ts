import type { EdgeReading } from '../latency/edge-counts.js';

/** What the runs before this one counted, in a process that runs several: its counters must not go back between them. */
export interface CarriedCounts {
  /** By family and labels. */
  readonly counters: ReadonlyMap<string, number>;
  readonly histograms: ReadonlyMap<string, EdgeReading>;
}
