import { StartError } from '../run/start-error.js';
import { InvalidRunError } from './invalid-run-error.js';
import { type ProfileDifference, profileDifferences } from './profile-differences.js';
import type { RunToCompare } from './run-to-compare.js';

/**
 * Every run has to be a valid measurement. Throws an InvalidRunError that names each one that is not, with its reasons.
 */
export function refuseInvalid(side: string, runs: readonly RunToCompare[]): void {
  const invalid = runs.filter(({ result }) => result.verdict.result === 'invalid');
  if (invalid.length === 0) return;
  const lines = invalid.map(
    ({ result }) =>
      `${side} ${result.run.id} is an invalid measurement: ${result.verdict.reasons[0] ?? 'unknown'}`,
  );
  throw new InvalidRunError(lines.join('\n'));
}

/**
 * A run that stands twice on a side would count its orders twice. Throws a StartError.
 */
export function refuseTwice(side: string, runs: readonly RunToCompare[]): void {
  const ids = runs.map(({ result }) => result.run.id);
  const twice = ids.find((id, place) => ids.indexOf(id) < place);
  if (twice !== undefined) {
    throw new StartError(`the run ${twice} is given twice as ${side}; wanted each run once`);
  }
}

/**
 * What the profile of the base's first run differs in from those of the head, every path once.
 */
export function differencesBetween(
  base: readonly RunToCompare[],
  head: readonly RunToCompare[],
): ProfileDifference[] {
  const [first] = base;
  if (first === undefined) return [];
  const all = head.flatMap((run) => profileDifferences(first.profile, run.profile));
  return all.filter(({ path }, place) => all.findIndex((other) => other.path === path) === place);
}

/** What the profiles of one side differ in from the first of them, a sentence each. */
export function differencesWithin(side: string, runs: readonly RunToCompare[]): string[] {
  const [first, ...others] = runs;
  if (first === undefined) return [];
  return others.flatMap((run) =>
    profileDifferences(first.profile, run.profile).map(
      ({ path, base, head }) =>
        `runs of the ${side} differ in ${path}: ${first.result.run.id} has ${base}, ${run.result.run.id} has ${head}`,
    ),
  );
}

/** Throws a StartError that says what differs, a line each: between the sides, and within them. */
export function refuseDifferences(between: readonly ProfileDifference[], within: readonly string[]): void {
  if (between.length + within.length === 0) return;
  const lines = between.map(({ path, base, head }) => `${path}: base has ${base}, head has ${head}`);
  throw new StartError(
    [
      'the runs can not be compared, since their profiles differ; --force compares them all the same:',
      ...[...lines, ...within].map((line) => `  ${line}`),
    ].join('\n'),
  );
}
