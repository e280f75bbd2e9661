import { closeSync, fstatSync, openSync } from 'node:fs';
import { FilePieces, type PieceSource } from './file-pieces.js';
import { PiecesAhead } from './pieces-ahead.js';

/** For a file that is smaller, a second thread takes longer to begin than it saves. */
export const minBytesForThread = 32 * 1024 * 1024;

/** The pieces of a file that was opened for them. */
export interface OpenPieces extends PieceSource {
  close(): void;
}

/**
 * Opens a file and reads its pieces, with the help of a second thread from this size on. That thread notes webhook ids,
 * too, unless `rememberedWebhookIds` is null. Throws what the system throws.
 */
export function openPieces(
  file: string,
  threadFromBytes: number,
  rememberedWebhookIds: number | null,
): OpenPieces {
  const descriptor = openSync(file, 'r');
  const { size } = fstatSync(descriptor);
  const ahead = size < threadFromBytes ? null : new PiecesAhead(file, descriptor, rememberedWebhookIds);
  const pieces = ahead ?? new FilePieces(descriptor);
  return {
    next: (rest) => pieces.next(rest),
    close() {
      ahead?.stop();
      closeSync(descriptor);
    },
  };
}
