import { nearestRank } from '../latency/nearest-rank.js';
import type { SideFigure } from './comparison.js';
import type { FamilyMetric } from './metric-family.js';
import { logMs, percentileDraw } from './percentile-draw.js';
import type { RunDraw } from './run-draw.js';
import type { RunSample, SampleShare, SampleTimes } from './run-sample.js';
import { shareDraw } from './share-draw.js';

/** One metric of one run. */
export interface MeasuredMetric {
  /** On the scale that is compared: the logarithm of a time, or a share. The deadline where it lies beyond. */
  readonly value: number;
  readonly isBeyond: boolean;
  readonly n: number;
  readonly draw: RunDraw;
}

/** What a run says of a metric; null when it has no observation of it. */
export function measuredMetric(family: FamilyMetric, sample: RunSample): MeasuredMetric | null {
  if (family.kind === 'time') return measuredTime(sample.times[family.latency], family.quantile);
  return measuredShare(sample.shares.get(family.metric) ?? absentShare(sample));
}

function measuredTime(times: SampleTimes, quantile: number): MeasuredMetric | null {
  const n = times.count + times.undelivered;
  if (n === 0) return null;
  const rank = nearestRank(quantile, n);
  const isBeyond = rank > times.count;
  const ms = isBeyond ? times.deadlineMs : times.valueAtRankMs(rank);
  return { value: logMs(ms), isBeyond, n, draw: percentileDraw(times, quantile) };
}

function measuredShare(share: SampleShare): MeasuredMetric | null {
  const { part, n } = share;
  return n === 0 ? null : { value: part / n, isBeyond: false, n, draw: shareDraw(share) };
}

/** A failure that did not occur in this run is none of its decided orders. */
function absentShare({ shares }: RunSample): SampleShare {
  return { part: 0, n: shares.get('failures.rate')?.n ?? 0 };
}

/** The figure of a side over its runs. */
export function sideFigure(kind: FamilyMetric['kind'], runs: readonly MeasuredMetric[]): SideFigure {
  const n = runs.reduce((sum, run) => sum + run.n, 0);
  if (runs.length === 0) return { value: null, beyondMs: null, n };
  const mean = runs.reduce((sum, { value }) => sum + value, 0) / runs.length;
  const value = kind === 'time' ? Math.exp(mean) : mean;
  return runs.some(({ isBeyond }) => isBeyond)
    ? { value: null, beyondMs: value, n }
    : { value, beyondMs: null, n };
}
