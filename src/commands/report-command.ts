import { verdictExitCode } from '../gate/verdict.js';
import { withMeasuringMachine } from '../report/measuring-machine.js';
import { storedRun } from '../run/stored-run.js';
import { exitCodes } from './exit-codes.js';
import { findRun } from './find-run.js';
import { printRun, reportsTrouble } from './publish-run.js';

export interface ReportFlags {
  readonly reports: string;
  readonly json: boolean;
}

/**
 * `foxload report`: writes the reports of a stored run again, from its journal. Gives 0 when they are written, whatever the
 * verdict is, and the code of an invalid run when they can't be. Throws a StartError or a JournalError where the run can't be
 * used.
 */
export async function reportCommand(run: string, { reports, json }: ReportFlags): Promise<number> {
  const finished = withMeasuringMachine(storedRun(findRun(run, reports)));
  const trouble = await reportsTrouble(finished);
  printRun(finished, json);
  if (trouble === null) return exitCodes.ok;
  process.stderr.write(`the reports could not be written (${trouble})\n`);
  return verdictExitCode('invalid');
}
