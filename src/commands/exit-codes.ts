import { type OnInconclusive, verdictExitCode } from '../gate/verdict.js';
import { JournalError } from '../journal/journal-error.js';
import { ProfileError } from '../profile/profile-error.js';
import type { RunResult } from '../run/run-result.js';
import { StartError } from '../run/start-error.js';

/** Exit codes beside those of the verdicts (0 pass, 1 fail, 3 inconclusive, 4 invalid). */
export const exitCodes = { ok: 0, usage: 2, ownFault: 70, SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** The exit code for a run that a signal cut short, as shells count it; null for any other. */
export function signalExitCode(signal: string | null): number | null {
  return signal === 'SIGHUP' || signal === 'SIGINT' || signal === 'SIGTERM' ? exitCodes[signal] : null;
}

/**
 * The exit code for a finished run: a run that was cut short says so, whatever it found. An inconclusive verdict counts as
 * `onInconclusive` says; null gives it a code of its own.
 */
export function runExitCode({ run, verdict }: RunResult, onInconclusive: OnInconclusive): number {
  return signalExitCode(run.interruptedBy) ?? verdictExitCode(verdict.result, onInconclusive);
}

/** What the user is told about an error, and the exit code. A stack trace only with `debug`. */
export function explainError(
  error: unknown,
  debug: boolean,
): { readonly text: string; readonly exitCode: number } {
  const stack = debug && error instanceof Error && error.stack ? `\n${error.stack}` : '';
  if (error instanceof ProfileError || error instanceof StartError || error instanceof JournalError) {
    return { text: error.message + stack, exitCode: exitCodes.usage };
  }
  const message = error instanceof Error ? error.message : String(error);
  const hint = debug ? stack : '; run again with --debug to see where';
  return { text: `foxload itself failed: ${message}${hint}`, exitCode: exitCodes.ownFault };
}
