import { histogramSamples, plainSamples } from './carried-samples.js';
import type { ExporterReading } from './exporter-source.js';
import type { HistogramSample, MetricFamily } from './metric-family.js';

/** One line of the page. */
export interface SeriesValue {
  /** Set where it is not the family's own name. */
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** Every line of a family for one reading. */
export function seriesValues(family: MetricFamily, reading: ExporterReading): readonly SeriesValue[] {
  if (family.type !== 'histogram') return plainSamples(family, reading);
  return histogramSamples(family, reading).flatMap((sample) =>
    histogramValues(`foxload_${family.name}`, sample),
  );
}

/** A line for each edge, one for all, their sum and their number. */
function histogramValues(name: string, { labels, counts }: HistogramSample): SeriesValue[] {
  const { edgesS, atMost, count, sumS } = counts;
  const bucket = (le: number | '+Inf', value: number): SeriesValue => ({
    metricName: `${name}_bucket`,
    labels: { ...labels, le },
    value,
  });
  return [
    ...edgesS.map((edgeS, place) => bucket(edgeS, atMost[place] ?? 0)),
    bucket('+Inf', count),
    { metricName: `${name}_sum`, labels, value: sumS },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
