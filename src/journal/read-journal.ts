import { readLines } from './file-lines.js';
import { JournalError } from './journal-error.js';
import type { JournalReader, JournalReading } from './journal-reading.js';
import { lateEvent } from './late-event.js';
import { LineFold } from './line-fold.js';
import { minBytesForThread, openPieces } from './open-pieces.js';
import { parsedEvent } from './parsed-event.js';

export interface ReadJournalOptions {
  /** Leaves damaged lines out instead of refusing the journal. The header can't be left out. */
  readonly skipDamaged?: boolean;
  /** A file of at least so many bytes is read by a second thread, ahead of this one. */
  readonly threadFromBytes?: number;
  /** That thread also finds out whether a webhook's id came before, and remembers this many ids to do so. */
  readonly rememberedWebhookIds?: number;
  /** No event is kept: an id of one may be asked for until `event` returns, and is read from the file only then. */
  readonly lateTexts?: boolean;
}

/**
 * Reads a journal from its first line to its last, in memory that does not depend on its length. A last line that is torn
 * is left out, since a crash leaves one.
 *
 * @throws {JournalError} when the file can't be read, its header is missing, damaged or of another version, an intact
 * line is of an unknown kind, or (unless they may be skipped) a line before the last one is damaged
 */
export function readJournal(
  file: string,
  reader: JournalReader,
  options: ReadJournalOptions = {},
): JournalReading {
  const { skipDamaged = false, lateTexts = false } = options;
  const { threadFromBytes = minBytesForThread, rememberedWebhookIds = null } = options;
  const fold = new LineFold(file, reader, skipDamaged, lateTexts ? lateEvent : parsedEvent);
  try {
    const pieces = openPieces(file, threadFromBytes, rememberedWebhookIds);
    try {
      readLines(pieces, fold);
    } finally {
      pieces.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw error;
    throw new JournalError(file, { line: 0, offset: 0 }, `the journal can't be read (${code})`);
  }
  return fold.reading();
}
