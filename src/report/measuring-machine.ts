import type { FinishedRun } from '../run/run-profile.js';
import type { RunFacts } from '../run/run-result.js';
import { readResult } from './read-result.js';

/**
 * The run with the version, the Node and the cores of the process that measured, where an earlier report of it tells them: a
 * journal does not. Without one they are those of this process.
 */
export function withMeasuringMachine(run: FinishedRun): FinishedRun {
  const earlier = earlierFacts(run.folder);
  if (earlier?.id !== run.result.run.id) return run;
  const { version, node, cores } = earlier;
  return { ...run, result: { ...run.result, run: { ...run.result.run, version, node, cores } } };
}

/** Null where there is no report, or none that can be read: then there is nothing to be kept. */
function earlierFacts(folder: string): RunFacts | null {
  try {
    return readResult(folder).run;
  } catch {
    return null;
  }
}
