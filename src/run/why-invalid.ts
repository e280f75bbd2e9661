import type { KilledRun } from './killed-run.js';

/**
 * Why the figures of a run that is resumed can't be trusted, a sentence each: what an earlier process found wrong stays
 * so, and being cut off is told once.
 */
export function whyInvalid({ journal: { footer, skipped } }: Pick<KilledRun, 'journal'>): string[] {
  const cut = footer === null ? 'foxload was killed' : 'the run was left';
  const sentence = `${cut} before all orders were decided; those settled afterwards have no delivery time`;
  const leftOut = `${skipped.length} damaged lines of the journal were left out`;
  const causes = [
    ...(footer?.troubles ?? []),
    ...(footer?.resumed === true ? [] : [sentence]),
    ...(skipped.length === 0 ? [] : [leftOut]),
  ];
  return [...new Set(causes)];
}
