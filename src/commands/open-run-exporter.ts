import { runSource } from '../exporter/run-source.js';
import { type Exporter, startExporter } from '../exporter/start-exporter.js';
import type { Profile } from '../profile/profile.js';
import { listenError } from '../run/listen-error.js';
import type { RunView } from '../run/run-view.js';

/** Opens the metrics page of a run. Throws a StartError when its port can't be had. */
export async function openRunExporter(view: RunView, port: number): Promise<Exporter> {
  try {
    return await startExporter({ port, source: runSource(view, budgetEdgesS(view.profile)) });
  } catch (error) {
    const remedy = 'choose another with --metrics-port, or 0 for no metrics';
    throw listenError(error, 'the metrics page', `127.0.0.1:${port}`, remedy);
  }
}

/** Every time that a budget names for the delivery is an edge of the histograms, so that it is counted exactly. */
function budgetEdgesS({ budgets }: Profile): number[] {
  return budgets
    .filter(({ metric }) => metric.startsWith('delivery.'))
    .map(({ threshold, withinMs }) => (withinMs ?? threshold) / 1000);
}
