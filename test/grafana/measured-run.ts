import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../scripts/free-port.mjs';
import { metricsFileName } from '../../src/exporter/metrics-file.js';
import { readResult } from '../../src/report/read-result.js';
import type { RunResult } from '../../src/run/run-result.js';
import { cliFile } from '../support/foxload-process.js';
import { type Prometheus, startPrometheus } from './prometheus.js';

/** A run that is over, in the memory of the Prometheus that scraped it. */
export interface MeasuredRun {
  readonly prometheus: Prometheus;
  /** Seconds since 1970, a little more than the run on both sides. */
  readonly fromS: number;
  readonly toS: number;
  /** What the run came to, by its report. */
  readonly result: RunResult;
  /** Its metrics over time, as it left them in its folder. */
  readonly openMetrics: string;
}

/**
 * Runs the built command line with this profile while a real Prometheus scrapes it four times a second.
 *
 * @param folder where the profile and the run's files go
 * @param ruleFiles rules that Prometheus evaluates meanwhile
 */
export async function measuredRun(
  folder: string,
  profile: string,
  ruleFiles: readonly string[] = [],
): Promise<MeasuredRun> {
  const file = join(folder, 'profile.yaml');
  writeFileSync(file, profile);
  const targetPort = await freePort();
  const prometheus = await startPrometheus({ targetPort, labels: { environment: 'test' }, ruleFiles });
  const fromS = Date.now() / 1000 - 1;
  const child = spawn(process.execPath, [cliFile, 'run', file, '--metrics-port', `${targetPort}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(child, 'close');
  if (child.exitCode === 2) throw new Error(`the run did not start: ${said}`);
  const reports = join(folder, 'reports', 'latest');
  return {
    prometheus,
    fromS,
    toS: Date.now() / 1000,
    result: readResult(reports),
    openMetrics: readFileSync(join(reports, metricsFileName), 'utf8'),
  };
}
