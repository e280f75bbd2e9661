import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunResult } from '../../src/run/run-result.js';

/** The one run in a folder of reports: its id, its result, and every file by name. */
export interface RunArtefacts {
  readonly id: string;
  readonly folder: string;
  readonly result: RunResult;
  readonly files: Readonly<Record<string, string>>;
  /** The journal, a parsed line each. */
  readonly journal: readonly Readonly<Record<string, unknown>>[];
}

/** Reads the only run that `reports` holds. */
export function artefactsIn(reports: string): RunArtefacts {
  const ids = readdirSync(reports).filter((name) => name !== 'latest');
  const [id] = ids;
  if (id === undefined || ids.length > 1)
    throw new Error(`wanted one run in ${reports}, found ${ids.length}`);
  const folder = join(reports, id);
  const files = Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  const journal = (files['orders.ndjson'] ?? '').trimEnd().split('\n');
  return {
    id,
    folder,
    result: JSON.parse(files['report.json'] ?? ''),
    files,
    journal: journal.map((line) => JSON.parse(line)),
  };
}
