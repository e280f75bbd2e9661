import { runSource } from '../exporter/run-source.js';
import { type Exporter, startExporter } from '../exporter/start-exporter.js';
import { livePage } from '../live-page/live-page.js';
import { runLiveSource } from '../live-page/run-live-source.js';
import { isLoopback } from '../profile/api-address.js';
import type { Profile } from '../profile/profile.js';
import { optionalSecret } from '../run/credentials.js';
import { listenError } from '../run/listen-error.js';
import type { RunView } from '../run/run-view.js';
import { StartError } from '../run/start-error.js';

/** Where the metrics page of a run is to be. */
export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

/** What others may not read without: asked for wherever it is set. */
const tokenName = 'FOXLOAD_METRICS_TOKEN';

/**
 * Opens the metrics page and the live page of a run. Throws a StartError when its address can't be had, or can be reached by others while no token
 * is set.
 */
export async function openRunExporter(view: RunView, { host, port }: MetricsAddress): Promise<Exporter> {
  const token = optionalSecret(process.env, tokenName) || undefined;
  const shown = host.includes(':') ? `[${host}]` : host;
  if (token === undefined && !isLoopback(shown))
    throw new StartError(
      `--metrics-host is ${host}, which others may reach; wanted a token in ${tokenName} (or …_FILE), or 127.0.0.1`,
    );
  try {
    const source = runSource(view, ownEdgesS(view.profile));
    return await startExporter({ host, port, token, source, live: livePage(runLiveSource(view, source)) });
  } catch (error) {
    const remedy = 'choose another with --metrics-port, or 0 for no metrics';
    throw listenError(error, 'the metrics page', `${shown}:${port}`, remedy);
  }
}

/** Every time that a budget or an objective names for the delivery is an edge of the histograms, so that it is counted exactly. */
function ownEdgesS({ budgets, objectives }: Profile): number[] {
  const ofBudgets = budgets
    .filter(({ metric }) => metric.startsWith('delivery.'))
    .map(({ threshold, withinMs }) => (withinMs ?? threshold) / 1000);
  return [
    ...objectives.flatMap(({ withinMs }) => (withinMs === null ? [] : [withinMs / 1000])),
    ...ofBudgets,
  ];
}
