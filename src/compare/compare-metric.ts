import { randomSource } from '../random.js';
import { blockNoise } from './block-noise.js';
import { ChanceStream } from './chance-stream.js';
import type { ComparisonSettings, MetricComparison, SideFigure } from './comparison.js';
import { type Evidence, evidence, type Margin } from './evidence.js';
import { shareMargin, timeMargin } from './margin.js';
import { type MeasuredMetric, measuredMetric, sideFigure } from './measured-metric.js';
import type { FamilyMetric } from './metric-family.js';
import type { RunSample } from './run-sample.js';

/** A metric before the correction for the number of metrics decides what became of it. */
export interface WeighedMetric extends Omit<MetricComparison, 'adjustedP' | 'result'> {
  /** What became of it if the evidence is enough. */
  readonly leansTo: 'worse' | 'better';
  readonly isWithinMargin: boolean;
}

/** Compares one metric between the runs of two sides. */
export function compareMetric(
  family: FamilyMetric,
  base: readonly RunSample[],
  head: readonly RunSample[],
  { margin: ratio, resamples, seed }: ComparisonSettings,
): WeighedMetric {
  const measured = { base: measure(family, base), head: measure(family, head) };
  const figures = {
    base: sideFigure(family.kind, measured.base),
    head: sideFigure(family.kind, measured.head),
  };
  const margin =
    family.kind === 'time'
      ? timeMargin(ratio, figures.base.value)
      : shareMargin(ratio, figures.base.value, family.worseWhen);
  const isObserved = measured.base.length === base.length && measured.head.length === head.length;
  // A purpose for each metric, so that none depends on which others are compared.
  const chance = new ChanceStream(randomSource(seed, `compare.${family.metric}`));
  const found = isObserved ? evidence(sidesOf(measured), margin, resamples, chance) : nothingKnown;
  return weighed(family, figures, margin, found);
}

interface BothSides<Value> {
  readonly base: Value;
  readonly head: Value;
}

const nothingKnown: Evidence = {
  lower: Number.NEGATIVE_INFINITY,
  upper: Number.POSITIVE_INFINITY,
  pAbove: 1,
  pBelow: 1,
};

function measure(family: FamilyMetric, runs: readonly RunSample[]): MeasuredMetric[] {
  return runs.map((run) => measuredMetric(family, run)).filter((metric) => metric !== null);
}

function sidesOf({ base, head }: BothSides<readonly MeasuredMetric[]>) {
  const values = (runs: readonly MeasuredMetric[]) => runs.map(({ value }) => value);
  const draws = (runs: readonly MeasuredMetric[]) => runs.map(({ draw }) => draw);
  return { base: draws(base), head: draws(head), noise: blockNoise(values(base), values(head)) };
}

function weighed(
  family: FamilyMetric,
  { base, head }: BothSides<SideFigure>,
  margin: Margin,
  found: Evidence,
): WeighedMetric {
  const isTime = family.kind === 'time';
  const shown = isTime ? relativeChange : (difference: number) => difference;
  const { pAbove, pBelow, lower, upper } = found;
  const isAbove = pAbove < pBelow;
  const worseIsAbove = isTime || family.worseWhen === 'higher';
  return {
    metric: family.metric,
    unit: isTime ? 'ms' : 'ratio',
    base,
    head,
    change: changeOf(isTime, base.value, head.value),
    quotient: base.value === null || head.value === null || base.value === 0 ? null : head.value / base.value,
    lower: Number.isFinite(lower) ? shown(lower) : null,
    upper: Number.isFinite(upper) ? shown(upper) : null,
    marginLower: shown(margin.lower),
    marginUpper: shown(margin.upper),
    // Two questions were asked of one metric: whether it is above, and whether it is below.
    p: Math.min(1, 2 * Math.min(pAbove, pBelow)),
    leansTo: isAbove === worseIsAbove ? 'worse' : 'better',
    isWithinMargin: lower >= margin.lower && upper <= margin.upper,
  };
}

function relativeChange(logQuotient: number): number {
  return Math.expm1(logQuotient);
}

function changeOf(isTime: boolean, base: number | null, head: number | null): number | null {
  if (base === null || head === null) return null;
  return isTime ? head / base - 1 : head - base;
}
