import type { ProfileDifference } from './profile-differences.js';

/** The version of a comparison as JSON. A change that could mislead a reader of older versions raises it. */
export const comparisonSchema = 1;

/**
 * What a metric came to. `worse` and `better`: it moved by more than the margin, beyond chance. `no change`: whatever it did lies
 * within the margin. `undecided`: its interval could hide a change beyond the margin.
 */
export type Change = 'worse' | 'better' | 'no change' | 'undecided';

/**
 * `worse`: at least one metric is. `inconclusive`: not one percentile of the delivery could be decided. `not worse`: what could be
 * decided is not.
 */
export type ComparisonResult = 'worse' | 'not worse' | 'inconclusive';

/** What moved between the runs of two sides: one plain value, the same in memory and as JSON. */
export interface Comparison {
  readonly schema: typeof comparisonSchema;
  readonly result: ComparisonResult;
  /** Why, a sentence each. */
  readonly reasons: readonly string[];
  readonly base: readonly ComparedRun[];
  readonly head: readonly ComparedRun[];
  readonly settings: ComparisonSettings;
  /** What the profiles differ in, which only `settings.forced` lets pass. */
  readonly differences: readonly ProfileDifference[];
  /** What else a reader should know, a sentence each: other versions, other machines, few runs. */
  readonly notes: readonly string[];
  readonly metrics: readonly MetricComparison[];
}

export interface ComparisonSettings {
  /** A ratio: 0.1 is 10 %. */
  readonly margin: number;
  readonly resamples: number;
  readonly seed: number;
  /** Whether profiles were allowed to differ. */
  readonly forced: boolean;
}

/** A run as a comparison names it. */
export interface ComparedRun {
  readonly id: string;
  readonly profile: string;
  /** Dates in ISO 8601. */
  readonly startedAt: string;
  readonly sent: number;
  /** foxload's version, Node's, and the number of processor cores that measured. */
  readonly version: string;
  readonly node: string;
  readonly cores: number;
}

/** The figure of a side: milliseconds or a ratio, the mean over its runs (of times the geometric one). */
export interface SideFigure {
  /** Null where there is no figure, or where it lies beyond the deadline. */
  readonly value: number | null;
  /** What it is later than, in milliseconds, where it lies beyond the deadline in one run at least; else null. */
  readonly beyondMs: number | null;
  /** Orders, calls or webhooks it was taken from. */
  readonly n: number;
}

/**
 * What became of one metric. Changes of times are relative (0.3: 30 % longer), those of shares differences (0.01: a percentage
 * point more).
 */
export interface MetricComparison {
  readonly metric: string;
  readonly unit: 'ms' | 'ratio';
  readonly base: SideFigure;
  readonly head: SideFigure;
  /** Null where a side has no number. */
  readonly change: number | null;
  /** Head divided by base; null where a side has no number, or base is 0. */
  readonly quotient: number | null;
  /** The 95 % interval of the change; an end is null where nothing bounds it. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** What is no change in practice: from `marginLower` to `marginUpper`. */
  readonly marginLower: number;
  readonly marginUpper: number;
  /** How likely so much evidence for a change beyond the margin is where there is none. */
  readonly p: number;
  /** The same, corrected for the number of metrics. At most 0.05: `worse` or `better`. */
  readonly adjustedP: number;
  readonly result: Change;
}
