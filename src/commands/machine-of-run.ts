import type { Machine } from '../compare/comparison.js';
import { readResult } from '../report/read-result.js';

/** What measured a run, by its result; null where that can't be read, since the journal alone suffices to compare. */
export function machineOfRun(folder: string): Machine | null {
  try {
    const { version, node, cores } = readResult(folder).run;
    return { version, node, cores };
  } catch {
    return null;
  }
}
