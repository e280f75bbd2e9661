import type { EdgeReading } from '../latency/edge-counts.js';
import type { ExporterReading } from './exporter-source.js';

/** One series of a family: its labels and its value. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One histogram of a family: its labels, without `le`, and its counts. */
export interface HistogramSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly counts: EdgeReading;
}

interface FamilyOf<Type extends string, Told> {
  /** Without the prefix `foxload_`; ends in `_total` for counters only. */
  readonly name: string;
  readonly type: Type;
  /** What it means, in one sentence. */
  readonly help: string;
  readonly labels: readonly string[];
  samples(reading: ExporterReading): readonly Told[];
}

export type PlainFamily = FamilyOf<'counter' | 'gauge', Sample>;
export type HistogramFamily = FamilyOf<'histogram', HistogramSample>;
/** One metric of the page, as a function of what the run says. A family without a sample shows no series. */
export type MetricFamily = PlainFamily | HistogramFamily;

/** A single series without labels. */
export function single(value: number): readonly Sample[] {
  return [{ labels: {}, value }];
}

/** A single series without labels, or none where there is nothing to say. */
export function optional(value: number | null): readonly Sample[] {
  return value === null ? [] : single(value);
}

/** A single histogram without labels. */
export function unlabelled(counts: EdgeReading): readonly HistogramSample[] {
  return [{ labels: {}, counts }];
}

/** One series for each key of a record of counts, zeros included. */
export function byKey(label: string, counts: Readonly<Record<string, number>>): readonly Sample[] {
  return Object.entries(counts).map(([key, value]) => ({ labels: { [label]: key }, value }));
}
