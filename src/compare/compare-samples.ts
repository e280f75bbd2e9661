import { compareMetric, type WeighedMetric } from './compare-metric.js';
import type { Change, ComparisonSettings, MetricComparison } from './comparison.js';
import { holm } from './holm.js';
import { metricFamily } from './metric-family.js';
import type { RunSample } from './run-sample.js';

/** In how many comparisons at most anything is called worse or better that is not. */
const maxErrorShare = 0.05;

/**
 * What became of each metric between the runs of two sides, by intervals and corrected p-values; docs/decisions/compare.md has
 * the rule and its reasons.
 *
 * @param base one run or more
 * @param head one run or more
 */
export function compareSamples(
  base: readonly RunSample[],
  head: readonly RunSample[],
  settings: ComparisonSettings,
): MetricComparison[] {
  const family = metricFamily([...base, ...head]);
  const weighed = family.map((metric) => compareMetric(metric, base, head, settings));
  const adjusted = holm(weighed.map(({ p }) => p));
  return weighed.map((metric, place) => decided(metric, adjusted[place] ?? 1));
}

function decided(weighed: WeighedMetric, adjustedP: number): MetricComparison {
  const { leansTo, isWithinMargin, ...metric } = weighed;
  return { ...metric, adjustedP, result: change(leansTo, isWithinMargin, adjustedP) };
}

function change(leansTo: 'worse' | 'better', isWithinMargin: boolean, adjustedP: number): Change {
  if (adjustedP <= maxErrorShare) return leansTo;
  return isWithinMargin ? 'no change' : 'undecided';
}
