import type { HistoryRow } from './history-columns.js';
import type { LiveReading } from './live-reading.js';
import { promiseNow } from './promise-now.js';

const answers = {
  kept: '✓ promise kept',
  broken: '✗ promise broken',
  unknown: '? promise not known',
} as const;

/**
 * How things stand in a few words, for the title of the window and for those who listen. Changes when the answer or the verdict does,
 * not with each figure.
 */
export function headline(reading: LiveReading, recent: readonly HistoryRow[]): string {
  const { phase, verdict } = reading;
  if (phase === 'done') return verdict === null ? 'It is over' : `The run is over: ${verdict.result}`;
  const { answer } = promiseNow(reading, recent);
  return `${answers[answer]}${verdict === null ? '' : `, verdict so far ${verdict.result}`}`;
}
