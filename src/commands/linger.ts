import type { Exporter } from '../exporter/start-exporter.js';
import { formatDuration } from '../profile/duration.js';

/** How long the metrics page outlives a run that was scraped. Most scrapers come at least that often. */
export const defaultLingerMs = 15_000;
/** What ends the wait early. */
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Keeps the metrics page of a finished run until it was scraped once more, so that its last figures are not lost to whoever
 * scrapes; at most for `lingerMs`, and not once a signal comes, which decides nothing any more. A run that nobody scraped is not
 * kept, unless a time was asked for.
 *
 * @param lingerMs null: fifteen seconds where the page was scraped at all
 * @param say told what is waited for
 */
export async function linger(
  exporter: Exporter,
  lingerMs: number | null,
  say: (line: string) => void,
): Promise<void> {
  const longestMs = lingerMs ?? (exporter.scrapes > 0 ? defaultLingerMs : 0);
  if (longestMs === 0) return;
  await new Promise<void>((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      for (const signal of endingSignals) process.off(signal, over);
      resolve();
    };
    const timer = setTimeout(over, longestMs);
    for (const signal of endingSignals) process.once(signal, over);
    void exporter.scraped().then(over);
    say(
      `the metrics stay until they are scraped once more, at most ${formatDuration(longestMs)}; Ctrl-C ends that`,
    );
  });
}
