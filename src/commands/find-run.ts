import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { journalFile } from '../run/run-folder.js';
import { StartError } from '../run/start-error.js';

const names: Readonly<Record<string, string>> = { [journalFile]: `a journal ${journalFile}` };

/**
 * The folder of a run: given as such, as its id below the folder of reports, or as `latest`. Throws a StartError where there is
 * none.
 *
 * @param file what it has to hold
 */
export function findRun(run: string, reports: string, file = journalFile): string {
  const found = [run, join(reports, run)].find((folder) => existsSync(join(folder, file)));
  if (found !== undefined) return found;
  throw new StartError(
    `${run} is no run: neither ${run} nor ${join(reports, run)} holds ${names[file] ?? file}`,
  );
}
