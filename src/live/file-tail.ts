import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { maxLineBytes } from '../journal/journal-line.js';

const pieceBytes = 256 * 1024;
const newline = 10;

/** Told each whole line: it begins at `start`, and its newline is at `end`. The bytes are good until it returns. */
export type TailLine = (bytes: Buffer, start: number, end: number) => void;

/**
 * Reads a file that others write to, as far as it goes, again and again. A file that is not there yet is an empty one; one that was
 * renamed is read to its end before its successor, and one that was made shorter is read from its beginning.
 */
export class FileTail {
  #handle: number | null = null;
  #inode = 0;
  #at = 0;
  /** A line whose end has not come yet. */
  #begun: Buffer = Buffer.alloc(0);
  readonly #piece = Buffer.alloc(pieceBytes);

  constructor(readonly path: string) {}

  /** Tells every line that has come since the last call. Throws the system's error when the file can't be read. */
  read(line: TailLine): void {
    this.#readOn(line);
    if (!this.#isReplaced()) return;
    // What was written between the look before and the renaming.
    this.#readOn(line);
    this.close();
    this.#readOn(line);
  }

  close(): void {
    if (this.#handle !== null) closeSync(this.#handle);
    this.#handle = null;
    this.#at = 0;
    this.#begun = Buffer.alloc(0);
  }

  #readOn(line: TailLine): void {
    this.#handle ??= this.#open();
    if (this.#handle === null) return;
    if (fstatSync(this.#handle).size < this.#at) {
      this.#at = 0;
      this.#begun = Buffer.alloc(0);
    }
    for (;;) {
      const bytes = readSync(this.#handle, this.#piece, 0, pieceBytes, this.#at);
      if (bytes === 0) return;
      this.#at += bytes;
      this.#take(Buffer.concat([this.#begun, this.#piece.subarray(0, bytes)]), line);
    }
  }

  #take(bytes: Buffer, line: TailLine): void {
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      if (end > start) line(bytes, start, end);
      start = end + 1;
    }
    // No line of ours is so long: whatever this is, nobody waits for its end.
    this.#begun = bytes.length - start > maxLineBytes ? Buffer.alloc(0) : Buffer.from(bytes.subarray(start));
  }

  #open(): number | null {
    try {
      const handle = openSync(this.path, 'r');
      this.#inode = fstatSync(handle).ino;
      return handle;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Whether the name stands for another file than the one that is read. */
  #isReplaced(): boolean {
    const now = statSync(this.path, { throwIfNoEntry: false });
    return this.#handle !== null && now !== undefined && now.ino !== this.#inode;
  }
}
