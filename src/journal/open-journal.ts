import { createFile, openFileAt, syncName } from './journal-file.js';
import { JournalWriter, type JournalWriterOptions } from './journal-writer.js';

/**
 * Makes a new journal, readable by nobody but its owner. Its writer waits for `begin`.
 *
 * Rejects with the system's error when the file can't be made, or is there already.
 */
export async function createJournal(path: string, options: JournalWriterOptions): Promise<JournalWriter> {
  const file = await createFile(path);
  if (options.mode !== 'process') await syncName(path);
  return new JournalWriter(file, options);
}

/**
 * Goes on with a journal behind its first `intactBytes` bytes, which `readJournal` tells: a torn last line is cut off.
 * Only one process may write a journal at a time.
 *
 * Rejects with the system's error when the file can't be opened, and when it has become shorter.
 */
export async function continueJournal(
  path: string,
  intactBytes: number,
  options: JournalWriterOptions,
): Promise<JournalWriter> {
  const writer = new JournalWriter(await openFileAt(path, intactBytes), options);
  writer.goOn();
  return writer;
}
