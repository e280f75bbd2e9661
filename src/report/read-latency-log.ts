import { HistogramLogReader } from 'hdr-histogram-js';
import type { JsHistogram } from 'hdr-histogram-js/dist/JsHistogram.js';
import type { RankedTimes } from '../latency/latency-figures.js';

/** Counters of this size hold any number of orders. */
const counterBits = 64;

/** The times of a standard HdrHistogram log of microseconds, such as `latencyLog` writes, by tag. Throws an Error for no such text. */
export function readLatencyLog(text: string): ReadonlyMap<string, RankedTimes> {
  const reader = new HistogramLogReader(text, counterBits);
  const times = new Map<string, RankedTimes>();
  for (;;) {
    const histogram = reader.nextIntervalHistogram();
    if (histogram === null) return times;
    // The package's own type of what it decodes without WebAssembly, which alone can be iterated over.
    times.set(histogram.tag, rankedTimes(histogram as JsHistogram));
  }
}

/** Every filled bucket with the rank of its last time, so that a rank is found by halving. */
function rankedTimes(histogram: JsHistogram): RankedTimes {
  const ranks: number[] = [];
  const valuesMs: number[] = [];
  const buckets = histogram.recordedValuesIterator;
  buckets.reset();
  while (buckets.hasNext()) {
    const { totalCountToThisValue, valueIteratedTo } = buckets.next();
    ranks.push(totalCountToThisValue);
    valuesMs.push(histogram.highestEquivalentValue(valueIteratedTo) / 1000);
  }
  return {
    count: histogram.totalCount,
    valueAtRankMs: (rank) => valuesMs[firstFrom(ranks, rank)] ?? Number.NaN,
  };
}

/** The place of the first of rising `values` that is at least `wanted`. */
function firstFrom(values: readonly number[], wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? wanted) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
