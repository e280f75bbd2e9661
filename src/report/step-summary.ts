import { appendFileSync, statSync } from 'node:fs';

/** What GitHub shows of one step's summary; a longer one is not shown at all. */
export const maxStepSummaryBytes = 1024 * 1024;

const rest = "The rest stands in `summary.md` of the run's folder.";

/**
 * Appends sections to a step's summary, from the first on as many as fit beside what it holds already.
 *
 * Throws an Error where it can't be written, or where not even the first section fits.
 */
export function appendStepSummary(file: string, sections: readonly string[]): void {
  const room = maxStepSummaryBytes - bytesOf(file);
  // What stands there may end in the middle of a line.
  const text = fittingText(sections, room, room === maxStepSummaryBytes ? '' : '\n\n');
  if (text === null) throw new Error(`it holds ${maxStepSummaryBytes - room} bytes already`);
  appendFileSync(file, text);
}

/** Null where nothing fits. */
function fittingText(sections: readonly string[], room: number, lead: string): string | null {
  for (let count = sections.length; count > 0; count -= 1) {
    const told = count === sections.length ? sections : [...sections.slice(0, count), rest];
    const text = `${lead}${told.join('\n\n')}\n`;
    if (Buffer.byteLength(text) <= room) return text;
  }
  return null;
}

function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
