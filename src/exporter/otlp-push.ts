import { ExportResultCode } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import {
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { TimerClock } from '../clock.js';
import { foxloadVersion } from '../version.js';
import type { ExporterSource } from './exporter-source.js';
import { otlpMetrics } from './otlp-metrics.js';

export interface OtlpPushOptions {
  readonly source: ExporterSource;
  /** Tells this process from others, as `service.instance.id`. */
  readonly instance: string;
  readonly clock: TimerClock;
  readonly intervalMs: number;
  /** For one export, its repetitions included. */
  readonly timeoutMs: number;
  /** Told the one sentence that there is to tell when an export fails. */
  readonly say: (sentence: string) => void;
}

/** Where the last export failed, the one at the end is not repeated: its first answer has to come within this time. */
const hopelessTimeoutMs = 1_000;

/**
 * Pushes the metrics of a run to an OpenTelemetry collector over OTLP/HTTP, as JSON: once at the start, then at each interval, and
 * once at the end. Address, headers and certificates come from the environment, by the names of the specification.
 */
export class OtlpPush {
  readonly #resource: Resource;
  readonly #exporter: OTLPMetricExporter;
  readonly #fromMs: number;
  #callOff: () => void = () => {};
  #exporting: Promise<void> | null = null;
  #hasFailed = false;
  #hasSaid = false;

  constructor(private readonly options: OtlpPushOptions) {
    const { clock, timeoutMs, instance } = options;
    this.#resource = resourceOf(instance);
    this.#exporter = new OTLPMetricExporter({ timeoutMillis: timeoutMs });
    this.#fromMs = clock.wallMs(clock.nowMs());
    this.#tick();
  }

  /** Settles when the last figures were sent, or could not be. */
  async finish(): Promise<void> {
    this.close();
    await this.#exporting;
    const timeoutMillis = this.#hasFailed ? hopelessTimeoutMs : this.options.timeoutMs;
    await this.#export(new OTLPMetricExporter({ timeoutMillis }));
  }

  /** Pushes no more. */
  close(): void {
    this.#callOff();
  }

  #tick(): void {
    const { clock, intervalMs } = this.options;
    // A slow collector is not asked to take a second export beside the first.
    this.#exporting ??= this.#export(this.#exporter).finally(() => {
      this.#exporting = null;
    });
    this.#callOff = clock.after(intervalMs, () => this.#tick());
  }

  async #export(exporter: OTLPMetricExporter): Promise<void> {
    const { source, clock } = this.options;
    try {
      const span = { fromMs: this.#fromMs, toMs: clock.wallMs(clock.nowMs()) };
      await exported(exporter, {
        resource: this.#resource,
        scopeMetrics: [otlpMetrics(source.read(), span)],
      });
      this.#hasFailed = false;
    } catch (error) {
      this.#hasFailed = true;
      // Once: a collector that is down for an hour is one piece of news.
      if (!this.#hasSaid)
        this.options.say(`the metrics could not be sent by OTLP (${reasonOf(error)}); the run goes on`);
      this.#hasSaid = true;
    }
  }
}

/** What the environment calls this service comes before what we would. */
function resourceOf(instance: string): Resource {
  return resourceFromAttributes({
    'service.name': 'foxload',
    'service.version': foxloadVersion,
    'service.instance.id': instance,
  }).merge(detectResources({ detectors: [envDetector] }));
}

/** Settles when the collector has taken the metrics; rejects with the SDK's error. */
function exported(exporter: OTLPMetricExporter, metrics: ResourceMetrics): Promise<void> {
  return new Promise((resolve, reject) => {
    exporter.export(metrics, ({ code, error }) => {
      if (code === ExportResultCode.SUCCESS) resolve();
      else reject(error ?? new Error('no reason was given'));
    });
  });
}

/** A system's code or an HTTP status where there is one: a message may be as long as what the collector wrote. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' || typeof code === 'number' ? String(code) : error.message.slice(0, 100);
}
