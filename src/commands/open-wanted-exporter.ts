import type { ExporterSource } from '../exporter/exporter-source.js';
import type { Exporter } from '../exporter/start-exporter.js';
import type { RunView } from '../run/run-view.js';
import type { MetricsAddress } from './open-run-exporter.js';

/**
 * Opens the metrics page of a run; null where the port is 0. The metrics library and the web framework are loaded only for those who
 * want the page. Throws what `openRunExporter` does.
 */
export async function openWantedExporter(
  view: RunView,
  address: MetricsAddress,
  source: ExporterSource,
): Promise<Exporter | null> {
  if (address.port === 0) return null;
  const { openRunExporter } = await import('./open-run-exporter.js');
  return openRunExporter(view, address, source);
}
