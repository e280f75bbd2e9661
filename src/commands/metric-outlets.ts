import { monotonicClock } from '../clock.js';
import type { ExporterSource } from '../exporter/exporter-source.js';
import { MetricsFile, metricsFileName } from '../exporter/metrics-file.js';
import { otlpSettings } from '../exporter/otlp-settings.js';
import type { RunView } from '../run/run-view.js';

/** One way in which metrics leave the process beside the page. */
export interface MetricOutlet {
  /** Tells the last figures. Never rejects. */
  finish(): Promise<void>;
  /** Tells nothing more. */
  close(): void;
}

/** What a Prometheus would call the target of its own accord, so that stored and scraped runs look alike. */
const job = 'foxload';

/** The file `metrics.om` in the run's folder. `say` is told when it could not be written. */
export function openMetricsFile(
  view: RunView,
  source: ExporterSource,
  say: (line: string) => void,
): MetricOutlet {
  const labels = { job, instance: view.id };
  const file = new MetricsFile({ source, folder: view.folder, clock: monotonicClock, labels });
  return {
    async finish() {
      const trouble = await file.finish();
      if (trouble !== null) say(`${metricsFileName} could not be written (${trouble})`);
    },
    close: () => file.close(),
  };
}

/** A push to an OpenTelemetry collector, where the environment asks for one. The SDK is loaded only then. */
export async function openOtlp(
  source: ExporterSource,
  instance: string,
  say: (line: string) => void,
): Promise<MetricOutlet | null> {
  const settings = otlpSettings(process.env);
  if (settings.kind === 'unusable') say(`no metrics are sent by OTLP: ${settings.why}`);
  if (settings.kind !== 'push') return null;
  const { intervalMs, timeoutMs } = settings;
  const { OtlpPush } = await import('../exporter/otlp-push.js');
  return new OtlpPush({ source, instance, clock: monotonicClock, intervalMs, timeoutMs, say });
}

/** All of them, as one. */
export async function openOutlets(
  view: RunView,
  source: ExporterSource,
  say: (line: string) => void,
): Promise<MetricOutlet> {
  const otlp = await openOtlp(source, view.id, say);
  const outlets = [openMetricsFile(view, source, say), ...(otlp === null ? [] : [otlp])];
  return {
    async finish() {
      await Promise.all(outlets.map((outlet) => outlet.finish()));
    },
    close() {
      for (const outlet of outlets) outlet.close();
    },
  };
}
