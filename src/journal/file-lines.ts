import { closeSync, openSync, readSync } from 'node:fs';
import { type FileBytes, fileBytes } from './file-bytes.js';
import { maxLineBytes } from './journal-line.js';

/** The file is read in pieces of this size: the memory that reading takes does not depend on the file. */
const pieceBytes = 1024 * 1024;
const newline = 10;

/** One line of a file. It is good until the next one is told. */
export interface FileLine {
  readonly bytes: Buffer;
  /** The line is from here … */
  readonly start: number;
  /** … up to here, without its newline. */
  readonly end: number;
  /** Bytes before it in the file. */
  readonly offset: number;
  /** Bytes of it, its newline included. */
  readonly length: number;
  /** `torn`: the file ends without a newline. `too_long`: only its last bytes are here. */
  readonly state: 'whole' | 'torn' | 'too_long';
}

/** Who takes the lines of a file. */
export interface LineTaker {
  /**
   * Asked first at the begin of a line: takes it and those behind it, as long as it finds their ends by itself and before
   * `end`. Gives where the first line begins that has to be told. `offset` is that of `start`, as in `FileLine`.
   */
  takeAtOnce(file: FileBytes, start: number, end: number, offset: number): number;
  /** Takes any other line. */
  take(line: FileLine): void;
}

/** Tells every line of a file, the first one first. Throws what the system throws when it can't be read. */
export function readLines(file: string, taker: LineTaker): void {
  const descriptor = openSync(file, 'r');
  try {
    new LineReader(taker).read(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

class LineReader {
  readonly #file = fileBytes(pieceBytes + maxLineBytes);
  readonly #bytes = this.#file.bytes;
  /** One object for all lines: there are millions. */
  readonly #line = {
    bytes: this.#bytes,
    start: 0,
    end: 0,
    offset: 0,
    length: 0,
    state: 'whole' as FileLine['state'],
  };
  /** Bytes of the file that are in the buffer, from its begin. */
  #filled = 0;
  /** In the buffer: where the line under way begins. */
  #start = 0;
  /** In the file: where the line under way begins. */
  #offset = 0;
  /** Bytes of the line under way that are no longer in the buffer, since it is too long. */
  #gone = 0;

  constructor(private readonly taker: LineTaker) {}

  read(descriptor: number): void {
    for (;;) {
      const read = readSync(descriptor, this.#bytes, this.#filled, pieceBytes, null);
      if (read === 0) break;
      const searchFrom = this.#filled;
      this.#filled += read;
      this.#tellWhole(searchFrom);
      this.#makeRoom();
    }
    if (this.#filled > 0 || this.#gone > 0) this.#tell(this.#filled, 0, 'torn');
  }

  #tellWhole(searchFrom: number): void {
    const filled = this.#bytes.subarray(0, this.#filled);
    for (;;) {
      this.#takeAtOnce();
      const end = filled.indexOf(newline, Math.max(searchFrom, this.#start));
      if (end < 0) return;
      this.#tell(end, 1, 'whole');
    }
  }

  /** Lets lines be taken for as long as their ends need not be looked for. */
  #takeAtOnce(): void {
    // What is left of a line that is too long is not the begin of one.
    if (this.#gone > 0) return;
    const next = this.taker.takeAtOnce(this.#file, this.#start, this.#filled, this.#offset);
    this.#offset += next - this.#start;
    this.#start = next;
  }

  #tell(end: number, newlines: 0 | 1, ending: 'whole' | 'torn'): void {
    const line = this.#line;
    const length = this.#gone + end - this.#start + newlines;
    line.start = this.#start;
    line.end = end;
    line.offset = this.#offset;
    line.length = length;
    line.state = ending === 'whole' && length > maxLineBytes ? 'too_long' : ending;
    this.taker.take(line);
    this.#start = end + newlines;
    this.#offset += length;
    this.#gone = 0;
  }

  /** Moves the line under way to the begin of the buffer, or lets it go when it is too long to be one of ours. */
  #makeRoom(): void {
    const rest = this.#filled - this.#start;
    if (rest > maxLineBytes) {
      this.#gone += rest;
      this.#filled = 0;
    } else {
      this.#bytes.copyWithin(0, this.#start, this.#filled);
      this.#filled = rest;
    }
    this.#start = 0;
  }
}
