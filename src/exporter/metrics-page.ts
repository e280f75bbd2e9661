import Counter from 'prom-client/lib/counter.js';
import Gauge from 'prom-client/lib/gauge.js';
import Histogram from 'prom-client/lib/histogram.js';
import Registry from 'prom-client/lib/registry.js';
import { deliveryEdgesS } from './delivery-edges.js';
import type { ExporterReading } from './exporter-source.js';
import { latencyFamilies } from './latency-families.js';
import type { MetricFamily } from './metric-family.js';
import { orderFamilies } from './order-families.js';
import { runFamilies } from './run-families.js';
import { webhookFamilies } from './webhook-families.js';

const prefix = 'foxload_';
const families = [...runFamilies, ...orderFamilies, ...latencyFamilies, ...webhookFamilies];

/** Text format 0.0.4: the OpenMetrics format of this registry would rename every counter. */
export const metricsContentType = Registry.PROMETHEUS_CONTENT_TYPE;

type Fill = (reading: ExporterReading) => void;

/** Takes the family's series from a reading; those that the reading no longer has go. */
function register(family: MetricFamily, registry: Registry): Fill {
  const { name, help, labels } = family;
  const metric = { name: prefix + name, help, labelNames: [...labels], registers: [registry] };
  const { reset, put } = family.type === 'counter' ? counterOf(metric) : gaugeOf(metric);
  return (reading) => {
    reset();
    for (const { labels, value } of family.samples(reading)) put(labels, value);
  };
}

interface Writable {
  reset(): void;
  put(labels: Readonly<Record<string, string>>, value: number): void;
}

function counterOf(configuration: ConstructorParameters<typeof Counter<string>>[0]): Writable {
  const counter = new Counter(configuration);
  return { reset: () => counter.reset(), put: (labels, value) => counter.inc({ ...labels }, value) };
}

function gaugeOf(configuration: ConstructorParameters<typeof Gauge<string>>[0]): Writable {
  const gauge = new Gauge(configuration);
  const isSingle = configuration.labelNames?.length === 0;
  const reset = () => {
    gauge.reset();
    // A gauge without labels resets to a series of 0, which would claim something; only `remove` leaves none behind.
    if (isSingle) gauge.remove();
  };
  return { reset, put: (labels, value) => gauge.set({ ...labels }, value) };
}

/** The text of the metrics page. The only module that knows the metrics library. */
export class MetricsPage {
  readonly #registry = new Registry();
  readonly #fills: readonly Fill[] = families.map((family) => register(family, this.#registry));
  readonly #delivery: Histogram;

  /** `ownEdgesS` are added to the standard edges of the delivery histogram, in seconds. */
  constructor(ownEdgesS: readonly number[]) {
    this.#delivery = new Histogram({
      name: `${prefix}order_delivery_seconds`,
      help: 'Time of delivered orders from the planned instant to the webhook.',
      buckets: deliveryEdgesS(ownEdgesS),
      registers: [this.#registry],
    });
  }

  /** Counts one delivered order in the histogram. */
  observeDelivery(deliveryMs: number): void {
    this.#delivery.observe(deliveryMs / 1000);
  }

  /** The page for one reading. All values are taken before this returns; only the text is put together later. */
  text(reading: ExporterReading): Promise<string> {
    for (const fill of this.#fills) fill(reading);
    return this.#registry.metrics();
  }
}
