import type { BudgetResult } from './judge.js';

/** What a run comes to. `invalid`: the instrument itself was at fault, so no budget can be judged by its figures. */
export const verdictResults = ['pass', 'fail', 'inconclusive', 'invalid'] as const;
export type VerdictResult = (typeof verdictResults)[number];

export interface Verdict {
  readonly result: VerdictResult;
  /** Sentences, the most important first: why the measurement is invalid, what failed, what could not be decided. */
  readonly reasons: readonly string[];
}

/** The process's exit code for each verdict. */
const exitCodes: Readonly<Record<VerdictResult, number>> = { pass: 0, fail: 1, inconclusive: 3, invalid: 4 };

function worst(results: readonly BudgetResult[]): VerdictResult {
  if (results.some(({ result }) => result === 'fail')) return 'fail';
  return results.some(({ result }) => result === 'inconclusive') ? 'inconclusive' : 'pass';
}

/**
 * The verdict of a run: invalid over fail over inconclusive over pass.
 *
 * @param invalidCauses one sentence for each fault of the instrument; empty for a sound measurement
 * @param failCauses one sentence for each rule beside the budgets that the API broke
 */
export function verdict(
  results: readonly BudgetResult[],
  invalidCauses: readonly string[],
  failCauses: readonly string[] = [],
): Verdict {
  const sentences = (outcome: BudgetResult['result']) =>
    results.filter(({ result }) => result === outcome).map(({ explanation }) => explanation);
  const reasons = [...invalidCauses, ...failCauses, ...sentences('fail'), ...sentences('inconclusive')];
  if (invalidCauses.length > 0) return { result: 'invalid', reasons };
  if (failCauses.length > 0) return { result: 'fail', reasons };
  if (results.length === 0)
    return { result: 'pass', reasons: ['the profile has no budgets, so nothing was judged'] };
  return { result: worst(results), reasons };
}

/** 0 pass, 1 fail, 3 inconclusive, 4 invalid. */
export function verdictExitCode(result: VerdictResult): number {
  return exitCodes[result];
}
