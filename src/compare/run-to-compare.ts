import type { RankedTimes } from '../latency/latency-figures.js';
import type { Profile } from '../profile/profile.js';
import type { RunResult } from '../run/run-result.js';
import type { ComparedLatency } from './run-sample.js';

/** A finished run with everything that a comparison looks at. */
export interface RunToCompare {
  readonly result: RunResult;
  /** As it ran. */
  readonly profile: Profile;
  /** Every recorded time, which no result holds. */
  readonly times: Readonly<Record<ComparedLatency, RankedTimes>>;
}
