import { type HrTime, ValueType } from '@opentelemetry/api';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
  type ScopeMetrics,
} from '@opentelemetry/sdk-metrics';
import type { EdgeReading } from '../latency/edge-counts.js';
import { foxloadVersion } from '../version.js';
import { histogramSamples, plainSamples } from './carried-samples.js';
import type { ExporterReading } from './exporter-source.js';
import { metricFamilies } from './metric-families.js';
import type { MetricFamily } from './metric-family.js';

/** From when to when a reading counts, in milliseconds since 1970. */
export interface ReadingSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * A reading in the terms of OpenTelemetry, under the names of the metrics page: counters are cumulative monotonic sums, histograms
 * have the edges of the page as explicit bounds. Nothing is counted here, so both always tell the same.
 */
export function otlpMetrics(reading: ExporterReading, { fromMs, toMs }: ReadingSpan): ScopeMetrics {
  const [startTime, endTime] = [timeOf(fromMs), timeOf(toMs)];
  const point = <T>(labels: Readonly<Record<string, string>>, value: T): DataPoint<T> => ({
    startTime,
    endTime,
    attributes: labels,
    value,
  });
  const metricOf = (family: MetricFamily): MetricData => {
    const told = {
      descriptor: descriptorOf(family),
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
    };
    if (family.type === 'histogram') {
      const dataPoints = histogramSamples(family, reading).map(({ labels, counts }) =>
        point(labels, histogramOf(counts)),
      );
      return { ...told, dataPointType: DataPointType.HISTOGRAM, dataPoints };
    }
    const dataPoints = plainSamples(family, reading).map(({ labels, value }) => point(labels, value));
    return family.type === 'counter'
      ? { ...told, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }
      : { ...told, dataPointType: DataPointType.GAUGE, dataPoints };
  };
  return {
    scope: { name: 'foxload', version: foxloadVersion },
    metrics: metricFamilies.map(metricOf).filter(({ dataPoints }) => dataPoints.length > 0),
  };
}

function descriptorOf({ name, help }: MetricFamily): MetricData['descriptor'] {
  return {
    name: `foxload_${name}`,
    description: help,
    // A unit that its name has already: whoever makes Prometheus's names of these does not add it again.
    unit: name.endsWith('_seconds') ? 's' : '',
    valueType: ValueType.DOUBLE,
  };
}

/** Each bucket with its own count, the last one for all beyond the edges. */
function histogramOf({ edgesS, atMost, count, sumS }: EdgeReading): Histogram {
  const counts = [...atMost, count].map((upTo, place) => upTo - (atMost[place - 1] ?? 0));
  return { buckets: { boundaries: [...edgesS], counts }, count, sum: sumS };
}

/** Whole seconds, and nanoseconds. */
function timeOf(ms: number): HrTime {
  const wholeS = Math.floor(ms / 1000);
  return [wholeS, Math.round((ms - wholeS * 1000) * 1e6)];
}
