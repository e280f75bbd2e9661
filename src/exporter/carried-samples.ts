import type { EdgeReading } from '../latency/edge-counts.js';
import type { CarriedCounts } from './carried-counts.js';
import type { ExporterReading } from './exporter-source.js';
import { metricFamilies } from './metric-families.js';
import type { HistogramFamily, HistogramSample, PlainFamily, Sample } from './metric-family.js';

type Labels = Sample['labels'];

/** The series of a counter or gauge; a counter goes on where the runs before left it. */
export function plainSamples(family: PlainFamily, reading: ExporterReading): readonly Sample[] {
  const own = family.samples(reading);
  const { carried } = reading;
  if (carried === undefined || family.type === 'gauge') return own;
  return own.map(({ labels, value }) => ({
    labels,
    value: value + (carried.counters.get(keyOf(family, labels)) ?? 0),
  }));
}

/** The histograms of a family, which go on in the same way. */
export function histogramSamples(
  family: HistogramFamily,
  reading: ExporterReading,
): readonly HistogramSample[] {
  const own = family.samples(reading);
  const { carried } = reading;
  if (carried === undefined) return own;
  return own.map(({ labels, counts }) => ({
    labels,
    counts: together(counts, carried.histograms.get(keyOf(family, labels))),
  }));
}

/** Everything that was counted up to this reading, the last one of its run. */
export function carriedAfter(reading: ExporterReading): CarriedCounts {
  const counters = new Map<string, number>();
  const histograms = new Map<string, EdgeReading>();
  for (const family of metricFamilies) {
    if (family.type === 'histogram')
      for (const { labels, counts } of histogramSamples(family, reading))
        histograms.set(keyOf(family, labels), counts);
    else if (family.type === 'counter')
      for (const { labels, value } of plainSamples(family, reading))
        counters.set(keyOf(family, labels), value);
  }
  return { counters, histograms };
}

function keyOf({ name }: PlainFamily | HistogramFamily, labels: Labels): string {
  return [name, ...Object.values(labels)].join('\0');
}

/** Counts by other edges can't be added; runs of one profile have the same. */
function together(own: EdgeReading, before: EdgeReading | undefined): EdgeReading {
  if (before === undefined || before.edgesS.join() !== own.edgesS.join()) return own;
  return {
    edgesS: own.edgesS,
    atMost: own.atMost.map((count, place) => count + (before.atMost[place] ?? 0)),
    count: own.count + before.count,
    sumS: own.sumS + before.sumS,
  };
}
