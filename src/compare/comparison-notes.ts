import type { ComparedRun } from './comparison.js';

/** With fewer runs on a side than this, what runs differ by is hardly known. */
const enoughRuns = 3;

/** What a reader should know before trusting the comparison, a sentence each. */
export function comparisonNotes(base: readonly ComparedRun[], head: readonly ComparedRun[]): string[] {
  return [
    ...sameRuns(base, head),
    ...otherMachines([...base, ...head]),
    ...fewRuns(base.length, head.length),
  ];
}

function sameRuns(base: readonly ComparedRun[], head: readonly ComparedRun[]): string[] {
  return base
    .filter(({ id }) => head.some((other) => other.id === id))
    .map(({ id }) => `the run ${id} stands on both sides, so it is compared with itself`);
}

function otherMachines(runs: readonly ComparedRun[]): string[] {
  const differing = (name: string, values: readonly (string | number)[]) => {
    const found = [...new Set(values)];
    return found.length > 1 ? [`${name} differ: ${found.join(', ')}`] : [];
  };
  return [
    ...differing(
      'versions of foxload',
      runs.map(({ version }) => version),
    ),
    ...differing(
      'versions of Node',
      runs.map(({ node }) => node),
    ),
    ...differing(
      'numbers of processor cores',
      runs.map(({ cores }) => cores),
    ),
  ];
}

function fewRuns(base: number, head: number): string[] {
  if (base === 1 && head === 1) {
    return ['one run a side: what runs differ by, of themselves, is not known and not in the intervals'];
  }
  if (Math.min(base, head) >= enoughRuns) return [];
  return [`${base} and ${head} runs say little of what runs differ by; wanted ${enoughRuns} or more a side`];
}
