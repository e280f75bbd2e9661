import type { ExporterSource } from '../exporter/exporter-source.js';
import { type Exporter, startExporter } from '../exporter/start-exporter.js';
import { livePage } from '../live-page/live-page.js';
import type { LiveSource } from '../live-page/live-recorder.js';
import { runLiveSource } from '../live-page/run-live-source.js';
import { isLoopback } from '../profile/api-address.js';
import { optionalSecret } from '../run/credentials.js';
import { listenError } from '../run/listen-error.js';
import type { RunView } from '../run/run-view.js';
import { StartError } from '../run/start-error.js';
import { viewSource } from './view-source.js';

/** Where the metrics page of a run is to be. */
export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

/** What others may not read without: asked for wherever it is set. */
const tokenName = 'FOXLOAD_METRICS_TOKEN';

/**
 * Opens the metrics page of a run, which shows `source`, and its live page. Throws a StartError when its address can't be had, or
 * can be reached by others while no token is set.
 */
export function openRunExporter(
  view: RunView,
  address: MetricsAddress,
  source: ExporterSource = viewSource(view),
): Promise<Exporter> {
  return openExporter(runLiveSource(view, source), address);
}

/** The same of whatever the live page can show. */
export async function openExporter(live: LiveSource, { host, port }: MetricsAddress): Promise<Exporter> {
  const token = optionalSecret(process.env, tokenName) || undefined;
  const shown = host.includes(':') ? `[${host}]` : host;
  if (token === undefined && !isLoopback(shown))
    throw new StartError(
      `--metrics-host is ${host}, which others may reach; wanted a token in ${tokenName} (or …_FILE), or 127.0.0.1`,
    );
  try {
    return await startExporter({ host, port, token, source: live.source, live: livePage(live) });
  } catch (error) {
    const remedy = 'choose another with --metrics-port, or 0 for no metrics';
    throw listenError(error, 'the metrics page', `${shown}:${port}`, remedy);
  }
}
