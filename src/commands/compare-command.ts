import { writeFileSync } from 'node:fs';
import { compareRuns, comparisonDefaults } from '../compare/compare-runs.js';
import type { Comparison, ComparisonResult, ComparisonSettings } from '../compare/comparison.js';
import { InvalidRunError } from '../compare/invalid-run-error.js';
import { type OnInconclusive, verdictExitCode } from '../gate/verdict.js';
import { comparisonMarkdown } from '../report/comparison-markdown.js';
import { comparisonPage } from '../report/comparison-page.js';
import { comparisonText } from '../report/comparison-text.js';
import { resultFile } from '../report/result-file.js';
import { StartError } from '../run/start-error.js';
import { comparedSides, type SidesAsked } from './compared-sides.js';
import { findRun } from './find-run.js';
import { readComparedRun } from './read-compared-run.js';

export interface CompareFlags {
  readonly reports: string;
  readonly base: readonly string[];
  readonly head: readonly string[];
  /** A ratio. */
  readonly margin: number;
  readonly force: boolean;
  readonly seed: number;
  readonly onInconclusive: OnInconclusive;
  readonly json: boolean;
  readonly markdown: boolean;
  /** The file that a page is written to; null for none. */
  readonly html: string | null;
}

/**
 * `foxload compare`: what moved between the runs of two sides. Gives 0 when nothing is worse, 1 when something is, 3 when no
 * percentile of the delivery could be decided, 4 when a run is an invalid measurement or the page can't be written; throws a
 * StartError where the runs can't be compared.
 */
export function compareCommand(
  runs: readonly string[],
  headsAfter: number | null,
  flags: CompareFlags,
): number {
  if (flags.json && flags.markdown) {
    throw new StartError('--json and --markdown both write to standard output; wanted one of them');
  }
  const sides = comparedSides({ runs, headsAfter, base: flags.base, head: flags.head });
  const comparison = comparedOrNull(sides, flags);
  if (comparison === null) return verdictExitCode('invalid');
  process.stdout.write(written(comparison, flags));
  if (flags.html !== null && !isPageWritten(flags.html, comparison)) return verdictExitCode('invalid');
  return verdictExitCode(verdicts[comparison.result], flags.onInconclusive);
}

const verdicts = {
  worse: 'fail',
  'not worse': 'pass',
  inconclusive: 'inconclusive',
} as const satisfies Record<ComparisonResult, string>;

function comparedOrNull(sides: SidesAsked, flags: CompareFlags): Comparison | null {
  const { margin, seed, force: forced } = flags;
  const settings: ComparisonSettings = { ...comparisonDefaults, margin, seed, forced };
  const read = (names: readonly string[]) =>
    names.map((name) => readComparedRun(findRun(name, flags.reports, resultFile)));
  try {
    return compareRuns(read(sides.base), read(sides.head), settings);
  } catch (error) {
    if (!(error instanceof InvalidRunError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return null;
  }
}

function written(comparison: Comparison, { json, markdown }: CompareFlags): string {
  if (json) return `${JSON.stringify(comparison, null, 2)}\n`;
  return markdown ? comparisonMarkdown(comparison) : comparisonText(comparison, process.stdout.columns);
}

function isPageWritten(file: string, comparison: Comparison): boolean {
  try {
    writeFileSync(file, comparisonPage(comparison));
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    process.stderr.write(`${file} can't be written (${code ?? 'unknown error'})\n`);
    return false;
  }
}
