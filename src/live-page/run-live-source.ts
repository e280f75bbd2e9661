import type { ExporterSource } from '../exporter/exporter-source.js';
import type { RunView } from '../run/run-view.js';
import type { LiveSource } from './live-recorder.js';

/** A running run as the live page reads it; `source` is what its metrics are read by. */
export function runLiveSource(view: RunView, source: ExporterSource): LiveSource {
  return {
    source,
    facts() {
      const { verdict, budgets } = view.judgement();
      return {
        target: view.target,
        folder: view.folder,
        startedAtMs: view.wallMs(view.flow.startMs),
        deadlineMs: view.profile.deadlineMs,
        verdict,
        budgets,
      };
    },
  };
}
