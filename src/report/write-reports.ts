import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FinishedRun } from '../run/run-profile.js';
import { junitReport } from './junit-report.js';
import { latencyLog } from './latency-log.js';
import { latencyLogFile } from './latency-log-file.js';
import { readPageAssets } from './page-assets.js';
import { pageFile, resultFile } from './result-file.js';
import { runPage } from './run-page.js';
import { runSummary } from './run-summary.js';

/** What is written beside it, by file. */
const reports: Readonly<Record<string, (run: FinishedRun) => string>> = {
  [resultFile]: ({ result }) => `${JSON.stringify(result, null, 2)}\n`,
  'summary.md': ({ result }) => runSummary(result),
  'junit.xml': ({ result }) => junitReport(result),
  [latencyLogFile]: ({ result, latency }) => latencyLog(result, latency),
  [pageFile]: (run) => runPage(run, readPageAssets()),
};

/** Writes every report of a run into its folder. Throws an Error for the first that can't be written. */
export function writeReports(run: FinishedRun): void {
  for (const [file, report] of Object.entries(reports)) writeFileSync(join(run.folder, file), report(run));
}
