import type { BudgetResult } from './judge.js';

/** What a run comes to. `invalid`: the instrument itself was at fault, so no budget can be judged by its figures. */
export const verdictResults = ['pass', 'fail', 'inconclusive', 'invalid'] as const;
export type VerdictResult = (typeof verdictResults)[number];

export interface Verdict {
  readonly result: VerdictResult;
  /**
   * Sentences, what decided first: why the measurement is invalid, what failed, what could not be decided, or that all budgets
   * hold. Warnings come last.
   */
  readonly reasons: readonly string[];
}

/** The process's exit code for each verdict. */
const exitCodes: Readonly<Record<VerdictResult, number>> = { pass: 0, fail: 1, inconclusive: 3, invalid: 4 };

/** What an inconclusive verdict is for the exit code: a code of its own, or that of another verdict. */
export const inconclusiveChoices = ['fail', 'pass'] as const;
export type OnInconclusive = (typeof inconclusiveChoices)[number] | null;

/**
 * The verdict of a run: invalid over fail over inconclusive over pass. Budgets that warn have no part in it.
 *
 * @param invalidCauses one sentence for each fault of the instrument; empty for a sound measurement
 * @param failCauses one sentence for each rule beside the budgets that the API broke
 */
export function verdict(
  results: readonly BudgetResult[],
  invalidCauses: readonly string[],
  failCauses: readonly string[] = [],
): Verdict {
  const deciding = results.filter(({ severity }) => severity === 'fail');
  const failed = sentences(deciding, 'fail');
  const open = sentences(deciding, 'inconclusive');
  const broken = [...failCauses, ...failed];
  const result = worst(invalidCauses, broken, open);
  const held = result === 'pass' ? [passReason(deciding.length, results.length)] : [];
  return { result, reasons: [...invalidCauses, ...broken, ...open, ...held, ...warnings(results)] };
}

function worst(
  invalid: readonly string[],
  broken: readonly string[],
  open: readonly string[],
): VerdictResult {
  if (invalid.length > 0) return 'invalid';
  if (broken.length > 0) return 'fail';
  return open.length > 0 ? 'inconclusive' : 'pass';
}

function passReason(budgets: number, all: number): string {
  if (all === 0) return 'the profile has no budgets, so nothing was judged';
  if (budgets === 0) return 'no budget decides: all of them only warn';
  return `${budgets} of ${budgets} budgets hold`;
}

function sentences(results: readonly BudgetResult[], outcome: BudgetResult['result']): string[] {
  return results.filter(({ result }) => result === outcome).map(({ explanation }) => explanation);
}

function warnings(results: readonly BudgetResult[]): string[] {
  const warning = results.filter(({ severity }) => severity === 'warn');
  return [...sentences(warning, 'fail'), ...sentences(warning, 'inconclusive')].map(
    (sentence) => `warning: ${sentence}`,
  );
}

/** 0 pass, 1 fail, 3 inconclusive, 4 invalid; an inconclusive verdict counts as `onInconclusive` says. */
export function verdictExitCode(result: VerdictResult, onInconclusive: OnInconclusive = null): number {
  return exitCodes[result === 'inconclusive' && onInconclusive !== null ? onInconclusive : result];
}
