import type { BudgetResult } from '../gate/judge.js';
import type { LatencyFigures } from '../latency/latency-figures.js';
import type { OpenLoad } from '../profile/profile.js';
import type { GeneratorFigures } from '../run/run-result.js';
import type { Backlog } from './backlog.js';
import type { SearchAnswer, SearchRange, StepOutcome } from './rate-search.js';
import type { UsedRoom } from './room-left.js';
import type { SearchEnd } from './step-verdict.js';

/** The version of `capacity.json`. A change that could mislead a reader of older versions raises it. */
export const capacitySchema = 1;

/**
 * What a search found so far: one plain value, the same in memory and in `capacity.json`, from which everything is shown and
 * from which a search that was killed goes on. Times are milliseconds, rates orders a second, shares ratios, money cents.
 */
export interface CapacityResult {
  readonly schema: typeof capacitySchema;
  readonly search: SearchFacts;
  /** Null while it is not known, and where the search ended before. */
  readonly answer: SearchAnswer | null;
  /** Why the search ended without an answer; null while it goes on, and when it found one. */
  readonly end: SearchEnd | null;
  /** In the order in which they were measured. */
  readonly steps: readonly CapacityStep[];
  /** What orders that belong to no finished step may have cost: of a step that was cut short, or whose process was killed. */
  readonly unfinished: readonly UnfinishedStep[];
}

export interface SearchFacts extends SearchRange {
  readonly id: string;
  /** The profile's name, and the SHA-256 of its text, which stands beside as `profile.yaml`. */
  readonly profile: string;
  readonly profileSha256: string;
  readonly environment: string;
  readonly dialect: string;
  readonly arrivals: OpenLoad['arrivals'];
  /** What each step is judged by. */
  readonly budgets: readonly string[];
  readonly deadlineMs: number;
  /** The rate that the answer has to reach; null where none is asked for. */
  readonly atLeastPerSecond: number | null;
  /** Dates in ISO 8601; `endedAt` is that of the last step. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly seed: number;
  /** foxload's version, and Node's. */
  readonly version: string;
  readonly node: string;
  readonly cores: number;
  /** How often the search went on after it was killed or stopped. */
  readonly resumed: number;
}

/** One rate, measured. */
export interface CapacityStep {
  readonly ratePerSecond: number;
  readonly outcome: StepOutcome;
  /** Sentences: what broke, or why the machine was the limit; none for a rate that holds. */
  readonly reasons: readonly string[];
  /** The folder of its run, below the search's own. */
  readonly run: string;
  readonly startedAt: string;
  readonly warmupMs: number;
  readonly measuredMs: number;
  /** From the planned instant to the webhook, of the orders of the measured stage. */
  readonly delivery: LatencyFigures;
  /** Of the decided orders of the measured stage, those that failed, timed out or lost their webhook; null without any. */
  readonly failureRate: number | null;
  /** Of all orders sent, those that the API did not take. */
  readonly refusalRate: number | null;
  readonly backlog: Backlog;
  readonly budgets: readonly BudgetResult[];
  readonly generator: GeneratorFigures;
  /** Of all orders of the step, warm-up included. */
  readonly used: UsedRoom;
}

/** Set aside before the first order of a step leaves, and taken away when the step is finished. */
export interface UnfinishedStep {
  readonly ratePerSecond: number;
  readonly run: string;
  /** Its worst case. */
  readonly used: UsedRoom;
}
