import { durationUnit, formatDuration } from './duration.js';
import { ObjectiveError } from './objective-error.js';
import { shareUnit } from './share.js';

/**
 * A service level objective: what share of the accepted orders is to be good over a period, such as
 * `delivery within 45s for 95% over 7d`. Unlike a budget, which judges one run, it goes on for ever.
 */
export interface Objective {
  /** As the profile writes it. */
  readonly text: string;
  /** What metrics call it: `delivery_45s`, `success`. */
  readonly name: string;
  /** An order is good that is delivered within this time from its planned instant; null: however late, before its deadline. */
  readonly withinMs: number | null;
  /** The share of good orders, above 0 and below 1. The rest is the error budget. */
  readonly ratio: number;
  /** What the error budget is for. */
  readonly periodMs: number;
}

const dayMs = 86_400_000;
/** Alert rules look back over parts of the period, the shortest of them five minutes. */
const shortestPeriodMs = dayMs;
/** Longer than most keep their metrics. */
const longestPeriodMs = 90 * dayMs;

const parts = /^(?:delivery\s+within\s+(\S+)|success)\s+for\s+(\S+)\s+over\s+(\S+)$/;
const wantedForm = 'delivery within 45s for 95% over 7d, or success for 95% over 7d';

/** The regular expression that every readable objective matches, for editors. */
export function objectivePattern(): string {
  const { form } = durationUnit;
  return `^(?:delivery\\s+within\\s+${form}|success)\\s+for\\s+${shareUnit.form}\\s+over\\s+${form}$`;
}

/** Reads an objective. Throws an ObjectiveError that says what was wanted. */
export function parseObjective(text: string): Objective {
  const [, within, share, period] = parts.exec(text) ?? [];
  if (share === undefined || period === undefined) throw new ObjectiveError(text, wantedForm);
  const withinMs = within === undefined ? null : withinOf(text, within);
  const name = withinMs === null ? 'success' : `delivery_${formatDuration(withinMs)}`;
  return { text, name, withinMs, ratio: ratioOf(text, share), periodMs: periodOf(text, period) };
}

function withinOf(text: string, within: string): number {
  const withinMs = durationUnit.parse(within);
  if (withinMs !== null && withinMs > 0) return withinMs;
  throw new ObjectiveError(text, `a positive duration like 45s instead of ${within}`);
}

function ratioOf(text: string, share: string): number {
  const ratio = shareUnit.parse(share);
  if (ratio !== null && ratio > 0 && ratio < 1) return ratio;
  throw new ObjectiveError(
    text,
    `a share above 0% and below 100% like 95% instead of ${share}: what is left is the error budget`,
  );
}

function periodOf(text: string, period: string): number {
  const periodMs = durationUnit.parse(period);
  if (periodMs !== null && periodMs >= shortestPeriodMs && periodMs <= longestPeriodMs) return periodMs;
  throw new ObjectiveError(text, `a period from 1d to 90d like 7d instead of ${period}`);
}
