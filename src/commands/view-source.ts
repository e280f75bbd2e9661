import { objectiveEdgesS } from '../exporter/delivery-edges.js';
import type { ExporterSource } from '../exporter/exporter-source.js';
import { runSource } from '../exporter/run-source.js';
import type { Profile } from '../profile/profile.js';
import type { RunView } from '../run/run-view.js';

/** The metrics of a run: one source for all who tell them, so that its times are counted once. */
export function viewSource(view: RunView): ExporterSource {
  return runSource(view, ownEdgesS(view.profile));
}

/** Every time that a budget or an objective names for the delivery is an edge of the histograms, so that it is counted exactly. */
function ownEdgesS({ budgets, objectives }: Profile): number[] {
  const ofBudgets = budgets
    .filter(({ metric }) => metric.startsWith('delivery.'))
    .map(({ threshold, withinMs }) => (withinMs ?? threshold) / 1000);
  return [...objectiveEdgesS(objectives), ...ofBudgets];
}
