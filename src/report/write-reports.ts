import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunResult } from '../run/run-result.js';

/** The result of a run for machines, in its folder. */
export const resultFile = 'report.json';

/** Writes what is drawn from the result into the run's folder. */
export function writeReports(folder: string, result: RunResult): void {
  writeFileSync(join(folder, resultFile), `${JSON.stringify(result, null, 2)}\n`);
}
