import { describe, expect, it } from 'vitest';
import { comparisonDefaults } from '../../src/compare/compare-runs.js';
import { compareSamples } from '../../src/compare/compare-samples.js';
import { shareLimits } from '../../src/statistics/share-limits.js';
import { type SimulatedSystem, simulatedRuns } from './simulated-runs.js';

/** A limit in time would fail on a busy machine and say nothing of the comparison. */
const noTimeLimit = 0;

/** At most this share of comparisons may be wrong. */
const maxWrong = 0.05;

/** So many of `trials` may be wrong and still prove, at 95 % confidence, that no more than `maxWrong` of all are. */
function wrongAtMost(trials: number): number {
  return shareLimits(trials, maxWrong).atMost ?? -1;
}

/** What was called worse or better, in each of `trials` comparisons of `runs` a side, every one with other seeds. */
function moved(
  trials: number,
  runs: number,
  base: SimulatedSystem,
  head: SimulatedSystem,
  settings: Partial<typeof comparisonDefaults> = {},
): string[][] {
  return Array.from({ length: trials }, (_, place) => {
    const seed = place + 1;
    const sides = [simulatedRuns(runs, base, 2 * seed), simulatedRuns(runs, head, 2 * seed + 1)] as const;
    return compareSamples(...sides, { ...comparisonDefaults, ...settings, seed })
      .filter(({ result }) => result === 'worse' || result === 'better')
      .map(({ metric, result }) => `${metric} ${result}`);
  });
}

describe('a comparison of simulated runs', () => {
  const orders = 2_000;

  it('names something worse or better in at most 5 % of equal runs', { timeout: noTimeLimit }, () => {
    expect(wrongAtMost(59)).toBe(0);
    expect(moved(59, 1, { orders }, { orders }).flat()).toEqual([]);
  });

  it('finds in at least 95 % that delivery is 30 % slower, of 2,000 orders a side', {
    timeout: noTimeLimit,
  }, () => {
    const trials = 181;
    const found = moved(trials, 1, { orders }, { orders, slower: 1.3 }, { resamples: 2_000 });
    const missed = found.filter((changes) => !changes.some((change) => /^delivery.*worse$/.test(change)));
    expect(missed.length).toBeLessThanOrEqual(wrongAtMost(trials));
    expect(found.flat().filter((change) => change.endsWith('better'))).toEqual([]);
  });

  it('is not misled by runs that differ by 20 % of themselves, with three a side', {
    timeout: noTimeLimit,
  }, () => {
    const system = { orders: 300, betweenRuns: 0.2 };
    expect(moved(59, 3, system, system, { resamples: 2_000 }).flat()).toEqual([]);
  });
});
