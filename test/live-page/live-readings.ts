import type { ExporterReading } from '../../src/exporter/exporter-source.js';
import { type LiveFacts, type LiveReading, liveReading } from '../../src/live-page/live-reading.js';
import { readingWith } from '../exporter/reading.js';

/** What is known of a run beside its metrics, with the given parts put in. */
export function factsWith(parts: Partial<LiveFacts> = {}): LiveFacts {
  return {
    target: 'http://127.0.0.1:4010',
    folder: 'reports/r-1',
    startedAtMs: 0,
    deadlineMs: 300_000,
    verdict: null,
    budgets: [],
    ...parts,
  };
}

/** What the page shows at an instant. */
export function liveReadingAt(
  atMs: number,
  parts: Partial<ExporterReading> = {},
  facts: Partial<LiveFacts> = {},
): LiveReading {
  return liveReading(readingWith(parts), factsWith(facts), atMs);
}
