import { type OnInconclusive, verdictExitCode } from '../gate/verdict.js';
import { finalBlock } from '../report/final-block.js';
import { plainColumns } from '../report/wrap-text.js';
import { writeReports } from '../report/write-reports.js';
import type { FinishedRun } from '../run/run-profile.js';
import { runExitCode } from './exit-codes.js';

/** How a result is told. */
export interface PublishFlags {
  /** As JSON on standard output instead of text. */
  readonly json: boolean;
  /** What an inconclusive verdict is for the exit code; null for a code of its own. */
  readonly onInconclusive: OnInconclusive;
}

/**
 * Writes the reports, then prints the result, which a full disk must not take along. Gives the exit code: that of an invalid
 * run where the reports could not be written, because nobody can look the result up.
 *
 * @param beside what the JSON on standard output tells beside the result
 */
export function publishRun(
  { result, folder }: FinishedRun,
  { json, onInconclusive }: PublishFlags,
  beside: object = {},
): number {
  const trouble = reportsTrouble(() => writeReports(folder, result));
  const columns = process.stdout.columns ?? plainColumns;
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...result, ...beside }, null, 2)}\n`
      : `\n${finalBlock(result, columns)}\n${folder}/\n`,
  );
  if (trouble === null) return runExitCode(result, onInconclusive);
  process.stderr.write(`the reports could not be written (${trouble}), so this run counts as invalid\n`);
  return verdictExitCode('invalid');
}

function reportsTrouble(write: () => void): string | null {
  try {
    write();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
