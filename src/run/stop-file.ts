import { statSync } from 'node:fs';
import { join } from 'node:path';

/** A file of this name in the run's folder stops the sending, whoever puts it there. */
export const stopFile = 'STOP';

/**
 * Tells whether a STOP file was put into the folder since now. One that is there already has ended something else before:
 * touched again, it counts.
 */
export function stopFileSince(folder: string): () => boolean {
  const file = join(folder, stopFile);
  const changedMs = (): number | undefined => statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  const beforeMs = changedMs();
  return () => {
    const nowMs = changedMs();
    return nowMs !== undefined && nowMs !== beforeMs;
  };
}
