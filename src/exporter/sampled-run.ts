import type { ExporterReading } from './exporter-source.js';
import { metricFamilies } from './metric-families.js';
import type { MetricFamily } from './metric-family.js';
import { type SeriesValue, seriesValues } from './series-values.js';

/** At first a sample is taken this often. */
export const firstIntervalMs = 5_000;
/** At most this many samples are kept: with one more, every other one goes, and from then on they are taken half as often. */
export const maxSamples = 240;

/** One series: `name{labels}`, and its place in the samples. */
export interface SampledSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly place: number;
}

/** All series at one instant. */
export interface RunSample {
  /** Whole milliseconds since 1970. */
  readonly atMs: number;
  /** By the place of each series; NaN, or nothing at the end, where it was not there. */
  readonly values: Float64Array;
}

/** A family with its metrics, each of them one series or the series of one histogram. */
export interface SampledFamily {
  readonly family: MetricFamily;
  readonly metrics: readonly (readonly SampledSeries[])[];
}

/**
 * Remembers all series of a run as they were at a few hundred instants, 8 bytes for a value: less than a megabyte, however long
 * the run lasts.
 */
export class SampledRun {
  /** By family, by the labels without `le`, by name and labels. */
  readonly #series = new Map<MetricFamily, Map<string, Map<string, SampledSeries>>>();
  #count = 0;
  #samples: RunSample[] = [];
  #intervalMs = firstIntervalMs;

  /** From old to new. */
  get samples(): readonly RunSample[] {
    return this.#samples;
  }

  /** What has a place in the samples so far. */
  families(): readonly SampledFamily[] {
    return [...this.#series].map(([family, metrics]) => ({
      family,
      metrics: [...metrics.values()].map((series) => [...series.values()]),
    }));
  }

  /** Whether the newest sample is old enough for another one. */
  isDue(atMs: number): boolean {
    return atMs - (this.#samples.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY) >= this.#intervalMs;
  }

  /** Takes a sample, due or not. One of the same millisecond as the newest takes its place. */
  take(reading: ExporterReading, atMs: number): void {
    const sample = { atMs: Math.round(atMs), values: this.#valuesOf(reading) };
    const last = this.#samples.at(-1);
    if (last !== undefined && sample.atMs <= last.atMs) this.#samples.pop();
    if (this.#samples.length === maxSamples) this.#thin();
    this.#samples.push(sample);
  }

  #thin(): void {
    this.#samples = this.#samples.filter((_, index) => index % 2 === 0);
    this.#intervalMs *= 2;
  }

  #valuesOf(reading: ExporterReading): Float64Array {
    const told = metricFamilies.flatMap((family) =>
      seriesValues(family, reading).map((each) => ({
        place: this.#placeOf(family, each),
        value: each.value,
      })),
    );
    const values = new Float64Array(this.#count).fill(Number.NaN);
    for (const { place, value } of told) values[place] = value;
    return values;
  }

  #placeOf(family: MetricFamily, { metricName, labels }: SeriesValue): number {
    const { le, ...own } = labels;
    const name = metricName ?? `foxload_${family.name}`;
    const metrics = entry(this.#series, family, () => new Map<string, Map<string, SampledSeries>>());
    const series = entry(metrics, Object.values(own).join('\0'), () => new Map<string, SampledSeries>());
    return entry(series, `${name}\0${le}`, () => {
      this.#count += 1;
      return { name, labels, place: this.#count - 1 };
    }).place;
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
