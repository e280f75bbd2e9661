import { setImmediate } from 'node:timers/promises';
import type { Metric } from 'prom-client';
import Registry from 'prom-client/lib/registry.js';
import type { ExporterReading } from './exporter-source.js';
import { metricFamilies } from './metric-families.js';
import type { MetricFamily } from './metric-family.js';
import { type SeriesValue, seriesValues } from './series-values.js';

/** Text format 0.0.4: the OpenMetrics format of this registry would rename every counter. */
export const metricsContentType = Registry.PROMETHEUS_CONTENT_TYPE;

/**
 * The text of the metrics page for one reading. All values are taken before this returns; the text is put together later, and the
 * event loop takes what has come after each family: a page at one go would hold every order up that is due meanwhile, for some
 * milliseconds, since code that runs once in a while is never fast.
 *
 * The only module that knows the metrics library, of which it uses the text format: what is counted is counted by the run itself,
 * once, and a counter of the library's beside it could differ.
 */
export async function metricsPage(reading: ExporterReading): Promise<string> {
  const registry = new Registry();
  for (const family of metricFamilies) {
    const metric = toldMetric(family, seriesValues(family, reading));
    // All that a registry asks of a metric, which its types do not say.
    registry.registerMetric(metric as unknown as Metric<string>);
  }
  const texts: string[] = [];
  for (const { name } of registry.getMetricsAsArray()) {
    await setImmediate();
    texts.push(await registry.getSingleMetricAsString(name));
  }
  return `${texts.join('\n\n')}\n`;
}

function toldMetric({ name, type, help }: MetricFamily, values: readonly SeriesValue[]) {
  const told = { name: `foxload_${name}`, type, help, values };
  return { ...told, get: () => told };
}
