import type { FilePiece, PieceSource } from './file-pieces.js';
import { pieceStart } from './file-pieces.js';
import { maxLineBytes } from './journal-line.js';

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
  takeAtOnce(piece: FilePiece, start: number, end: number, offset: number): number;
  /** Takes any other line. */
  take(line: FileLine): void;
}

/** Tells every line of a file, the first one first. Throws what the system throws when it can't be read. */
export function readLines(pieces: PieceSource, taker: LineTaker): void {
  new LineReader(pieces, taker).read();
}

class LineReader {
  /** One object for all lines: there are millions. */
  readonly #line = {
    bytes: Buffer.alloc(0) as Buffer,
    start: 0,
    end: 0,
    offset: 0,
    length: 0,
    state: 'whole' as FileLine['state'],
  };
  /** In the piece: where the line under way begins. */
  #start = pieceStart;
  /** In the piece: where the bytes end that are there. */
  #end = pieceStart;
  /** In the file: where the line under way begins. */
  #offset = 0;
  /** Bytes of the line under way that are no longer in the piece, since it is too long. */
  #gone = 0;

  constructor(
    private readonly pieces: PieceSource,
    private readonly taker: LineTaker,
  ) {}

  read(): void {
    for (let piece = this.#next(); piece.length > 0; piece = this.#next()) this.#tellWhole(piece);
    if (this.#end > this.#start || this.#gone > 0) this.#tell(this.#end, 0, 'torn');
  }

  /** Goes to the next piece. The line under way begins right before it, or is let go when it is too long to be one of ours. */
  #next(): FilePiece {
    let rest = this.#end - this.#start;
    if (rest > maxLineBytes) {
      this.#gone += rest;
      rest = 0;
    }
    const piece = this.pieces.next(rest);
    this.#line.bytes = piece.file.bytes;
    this.#start = pieceStart - rest;
    this.#end = pieceStart + piece.length;
    return piece;
  }

  #tellWhole(piece: FilePiece): void {
    const filled = piece.file.bytes.subarray(0, this.#end);
    for (;;) {
      this.#takeAtOnce(piece);
      const end = filled.indexOf(newline, Math.max(pieceStart, this.#start));
      if (end < 0) return;
      this.#tell(end, 1, 'whole');
    }
  }

  /** Lets lines be taken for as long as their ends need not be looked for. */
  #takeAtOnce(piece: FilePiece): void {
    // What is left of a line that is too long is not the begin of one.
    if (this.#gone > 0) return;
    const next = this.taker.takeAtOnce(piece, this.#start, this.#end, this.#offset);
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
}
