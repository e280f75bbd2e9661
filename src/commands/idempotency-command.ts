import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IdempotencyResult } from '../idempotency/idempotency-result.js';
import { type FinishedSuite, runIdempotencySuite } from '../idempotency/run-suite.js';
import { loadProfile } from '../profile/load-profile.js';
import { plainColumns } from '../report/wrap-text.js';
import { exitCodes, signalExitCode } from './exit-codes.js';
import { idempotencyText, suiteOpeningLines } from './idempotency-text.js';
import { Progress } from './progress.js';
import { StoppedBeforeLoad, twoStepStop } from './two-step-stop.js';

export interface IdempotencyFlags {
  readonly reports: string;
  /** The result as JSON on standard output instead of text. */
  readonly json: boolean;
}

/** The result of the suite, in its folder. */
const resultFile = 'idempotency.json';

/** `foxload idempotency`: proves exactly-once. Results go to standard output, progress to standard error. */
export async function idempotencyCommand(profileName: string, flags: IdempotencyFlags): Promise<number> {
  const { profile } = loadProfile(profileName);
  const progress = new Progress(process.stderr, process.env.TERM);
  const stop = twoStepStop((sentence) => progress.say(sentence));
  let cases = 0;
  try {
    const finished = await runIdempotencySuite(profile, {
      reportsFolder: flags.reports,
      drain: stop.drain,
      leave: stop.leave,
      beforeOrders: (plan) => {
        stop.loadBegins();
        cases = plan.cases.length;
        for (const line of suiteOpeningLines(plan)) progress.say(line);
      },
      caseBegins: ({ title }, place) => progress.say(`${String(place + 1).padStart(3)}/${cases} ${title}`),
    });
    return publish(finished, flags.json);
  } catch (error) {
    if (error instanceof StoppedBeforeLoad) return exitCodes[error.signal];
    throw error;
  } finally {
    stop.release();
  }
}

/** Writes the result, then prints it, which a full disk must not take along. Gives the exit code. */
function publish({ result, folder }: FinishedSuite, json: boolean): number {
  const text = `${JSON.stringify(result, null, 2)}\n`;
  let trouble: string | null = null;
  try {
    writeFileSync(join(folder, resultFile), text);
  } catch (error) {
    trouble = error instanceof Error ? error.message : String(error);
  }
  const columns = process.stdout.columns ?? plainColumns;
  process.stdout.write(json ? text : `\n${idempotencyText(result, columns)}\n${folder}/${resultFile}\n`);
  if (trouble === null) return exitCodeOf(result);
  process.stderr.write(`the result could not be written: ${trouble}\n`);
  return exitCodes.ownFault;
}

const verdictCodes = { kept: 0, broken: 1, undecided: 3 } as const;

/** A broken law is told whatever else happened: money went. */
function exitCodeOf({ verdict, run: { interruptedBy } }: IdempotencyResult): number {
  if (verdict.result === 'broken') return verdictCodes.broken;
  return signalExitCode(interruptedBy) ?? verdictCodes[verdict.result];
}
