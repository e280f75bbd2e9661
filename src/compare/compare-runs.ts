import { compareSamples } from './compare-samples.js';
import {
  type ComparedRun,
  type Comparison,
  type ComparisonSettings,
  comparisonSchema,
} from './comparison.js';
import { comparisonNotes } from './comparison-notes.js';
import { comparisonResult } from './comparison-result.js';
import {
  differencesBetween,
  differencesWithin,
  refuseDifferences,
  refuseInvalid,
  refuseTwice,
} from './refuse-runs.js';
import type { RunToCompare } from './run-to-compare.js';
import { sampleOfRun } from './sample-of-run.js';

/** What a comparison does unless it is told otherwise: a margin of 10 %, 4,000 resamples, seed 1. */
export const comparisonDefaults: ComparisonSettings = {
  margin: 0.1,
  resamples: 4_000,
  seed: 1,
  forced: false,
};

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
  refuseTwice('base', base);
  refuseTwice('head', head);
  const differences = differencesBetween(base, head);
  const within = [...differencesWithin('base', base), ...differencesWithin('head', head)];
  if (!settings.forced) refuseDifferences(differences, within);
  refuseInvalid('base', base);
  refuseInvalid('head', head);
  const metrics = compareSamples(base.map(sampleOfRun), head.map(sampleOfRun), settings);
  const runs = { base: base.map(comparedRun), head: head.map(comparedRun) };
  return {
    schema: comparisonSchema,
    ...comparisonResult(metrics),
    ...runs,
    settings,
    differences,
    notes: [...within, ...comparisonNotes(runs.base, runs.head)],
    metrics,
  };
}

function comparedRun({ result }: RunToCompare): ComparedRun {
  const { id, profile, startedAt, version, node, cores } = result.run;
  return { id, profile, startedAt, sent: result.ledger.sent, version, node, cores };
}
