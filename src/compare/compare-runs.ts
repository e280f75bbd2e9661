import type { StoredRun } from '../run/stored-run.js';
import { compareSamples } from './compare-samples.js';
import {
  type ComparedRun,
  type Comparison,
  type ComparisonSettings,
  comparisonSchema,
  type Machine,
} from './comparison.js';
import { comparisonNotes } from './comparison-notes.js';
import { comparisonResult } from './comparison-result.js';
import { differencesAmong, refuseDifferences, refuseInvalid, refuseTwice } from './refuse-runs.js';
import { sampleOfRun } from './sample-of-run.js';

/** What a comparison does unless it is told otherwise: a margin of 10 %, 4,000 resamples, seed 1. */
export const comparisonDefaults: ComparisonSettings = {
  margin: 0.1,
  resamples: 4_000,
  seed: 1,
  forced: false,
};

/** A run that is compared, and the machine that measured it where that is known. */
export interface RunToCompare {
  readonly stored: StoredRun;
  readonly machine: Machine | null;
}

/**
 * What moved between the runs of two sides, beyond chance and beyond a practical margin.
 *
 * @param base one run or more
 * @param head one run or more
 * @throws {InvalidRunError} when a run is an invalid measurement
 * @throws {StartError} when profiles differ and `settings.forced` is not set, or a run stands twice on a side
 */
export function compareRuns(
  base: readonly RunToCompare[],
  head: readonly RunToCompare[],
  settings: ComparisonSettings = comparisonDefaults,
): Comparison {
  const stored = { base: base.map((run) => run.stored), head: head.map((run) => run.stored) };
  refuseTwice('base', stored.base);
  refuseTwice('head', stored.head);
  const differences = differencesAmong([...stored.base, ...stored.head]);
  if (!settings.forced) refuseDifferences(differences);
  refuseInvalid('base', stored.base);
  refuseInvalid('head', stored.head);
  const metrics = compareSamples(stored.base.map(sampleOfRun), stored.head.map(sampleOfRun), settings);
  const runs = { base: base.map(comparedRun), head: head.map(comparedRun) };
  return {
    schema: comparisonSchema,
    ...comparisonResult(metrics),
    ...runs,
    settings,
    differences,
    notes: comparisonNotes(runs.base, runs.head),
    metrics,
  };
}

function comparedRun({ stored, machine }: RunToCompare): ComparedRun {
  const { run, ledger } = stored.result;
  return { id: run.id, profile: run.profile, startedAt: run.startedAt, sent: ledger.sent, machine };
}
