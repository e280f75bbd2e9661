import { join } from 'node:path';
import { type OnInconclusive, verdictExitCode } from '../gate/verdict.js';
import { finalBlock } from '../report/final-block.js';
import { pageFile } from '../report/result-file.js';
import { plainColumns } from '../report/wrap-text.js';
import type { FinishedRun } from '../run/run-profile.js';
import type { RunResult } from '../run/run-result.js';
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
 * run where the reports could not be written, because nobody can look the result up. In a pipeline of GitHub the summary is
 * appended to the step's, too; where that fails, the verdict stays.
 *
 * @param beside what the JSON on standard output tells beside the result
 */
export async function publishRun(
  run: FinishedRun,
  { json, onInconclusive }: PublishFlags,
  beside: object = {},
): Promise<number> {
  const trouble = await reportsTrouble(run);
  printRun(run, json, beside);
  await showInPipeline(run.result, process.env.GITHUB_STEP_SUMMARY);
  if (trouble === null) return runExitCode(run.result, onInconclusive);
  process.stderr.write(`the reports could not be written (${trouble}), so this run counts as invalid\n`);
  return verdictExitCode('invalid');
}

/** Prints the result on standard output, as people or as programs read it. */
export function printRun({ result, folder }: FinishedRun, json: boolean, beside: object = {}): void {
  const columns = process.stdout.columns ?? plainColumns;
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...result, ...beside }, null, 2)}\n`
      : `\n${finalBlock(result, columns)}\n${join(folder, pageFile)}\n`,
  );
}

/** Writes the reports; gives why that was not possible, or null. What writes them is loaded only now, for a run's start. */
export function reportsTrouble(run: FinishedRun): Promise<string | null> {
  return troubleOf(async () => {
    const { writeReports } = await import('../report/write-reports.js');
    writeReports(run);
  });
}

async function showInPipeline(result: RunResult, file: string | undefined): Promise<void> {
  if (file === undefined || file === '') return;
  const trouble = await troubleOf(async () => {
    const { appendStepSummary } = await import('../report/step-summary.js');
    const { summarySections } = await import('../report/run-summary.js');
    appendStepSummary(file, summarySections(result));
  });
  if (trouble !== null)
    process.stderr.write(`the summary could not be appended to GITHUB_STEP_SUMMARY (${trouble})\n`);
}

async function troubleOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
