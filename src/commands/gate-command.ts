import { type OnInconclusive, verdictExitCode } from '../gate/verdict.js';
import { readBudgets } from '../profile/added-budgets.js';
import { type Budget, writeBudget } from '../profile/budget.js';
import { loadProfile } from '../profile/load-profile.js';
import type { Profile } from '../profile/profile.js';
import { gateBlock } from '../report/gate-block.js';
import { plainColumns } from '../report/wrap-text.js';
import { StartError } from '../run/start-error.js';
import { storedRun } from '../run/stored-run.js';
import { findRun } from './find-run.js';

export interface GateFlags {
  readonly reports: string;
  /** Budgets that take the place of those that ran. */
  readonly budget: readonly string[];
  /** A profile whose budgets take the place of those that ran; null for none. */
  readonly profile: string | null;
  readonly onInconclusive: OnInconclusive;
  readonly json: boolean;
}

/**
 * `foxload gate`: judges a stored run, by its own budgets or by others. Writes nothing. Gives the verdict's exit code; throws a
 * StartError, ProfileError or JournalError where the run or the budgets can't be used.
 */
export function gateCommand(run: string, flags: GateFlags): number {
  const { result } = storedRun(findRun(run, flags.reports), (profile) => budgetsFor(profile, flags));
  const { verdict, budgets } = result;
  const columns = process.stdout.columns ?? plainColumns;
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ run: result.run, verdict, budgets }, null, 2)}\n`
      : gateBlock(result, columns),
  );
  return verdictExitCode(verdict.result, flags.onInconclusive);
}

/** The budgets of the flags, checked against the profile that ran; without any its own. */
function budgetsFor(ran: Profile, { budget, profile }: GateFlags): readonly Budget[] {
  const others = profile === null ? [] : fromProfile(profile, ran);
  const budgets = [...others, ...readBudgets(budget, ran, '--budget')];
  if (profile === null && budget.length === 0) return withSome(ran.budgets, 'the profile of this run');
  return withSome(budgets, profile ?? '--budget');
}

function fromProfile(name: string, ran: Profile): Budget[] {
  const { profile, fileName } = loadProfile(name);
  return readBudgets(profile.budgets.map(writeBudget), ran, `a budget of ${fileName}`);
}

/** A gate must not pass because nothing was asked. */
function withSome(budgets: readonly Budget[], origin: string): readonly Budget[] {
  if (budgets.length > 0) return budgets;
  throw new StartError(`${origin} has no budgets to judge by; give some by --budget "delivery.p95 < 45s"`);
}
