import { readSync } from 'node:fs';
import { type FileBytes, fileBytes, fileBytesArea, fileBytesIn } from './file-bytes.js';
import { maxLineBytes } from './journal-line.js';
import { ParsedLines, parsedLinesArea } from './parsed-lines.js';

/** The file is read in pieces of this size: the memory that reading takes does not depend on the file. */
export const pieceBytes = 512 * 1024;
/** A piece is read to behind this many bytes, in which the begin of its first line stands. */
export const pieceStart = maxLineBytes;
/** No line that is read ahead is shorter. */
const shortestLineBytes = '{"kind":"sent","atMs":0,"seq":0,"crc":"00000000"}\n'.length;
/** The first line of a piece may have begun before it. */
const linesPerPiece = 1 + Math.ceil(pieceBytes / shortestLineBytes);

/** Memory for a piece and its lines, which two threads may share. */
export interface PieceArea {
  readonly bytes: SharedArrayBuffer;
  readonly lines: SharedArrayBuffer;
}

/** A part of a file, good until the next one is asked for. */
export interface FilePiece {
  readonly file: FileBytes;
  /** Lines of it that were read and checked before, by another thread; maybe none. */
  readonly ahead: ParsedLines;
  /** Bytes of the file from `pieceStart` on; 0 when there are no more. */
  length: number;
}

/** Who gives the pieces of a file, one behind the other. */
export interface PieceSource {
  /** `rest` last bytes of the piece before are the begin of a line: at the next piece they stand right before its start. */
  next(rest: number): FilePiece;
}

export function pieceArea(): PieceArea {
  return { bytes: fileBytesArea(pieceStart + pieceBytes), lines: parsedLinesArea(linesPerPiece) };
}

export function pieceIn({ bytes, lines }: PieceArea): FilePiece {
  return { file: fileBytesIn(bytes), ahead: new ParsedLines(lines), length: 0 };
}

/** A piece of which no other thread knows. */
function ownPiece(): FilePiece {
  return {
    file: fileBytes(pieceStart + pieceBytes),
    ahead: new ParsedLines(parsedLinesArea(0)),
    length: 0,
  };
}

/**
 * Reads the bytes of a file behind `piece` into `next`, which may be the same one. `position` is where they are in the file;
 * null: where the descriptor stands.
 */
export function readPiece(
  descriptor: number,
  position: number | null,
  piece: FilePiece,
  rest: number,
  next: FilePiece,
): void {
  const end = pieceStart + piece.length;
  piece.file.bytes.copy(next.file.bytes, pieceStart - rest, end - rest, end);
  next.length = readSync(descriptor, next.file.bytes, pieceStart, pieceBytes, position);
  next.ahead.reset(0);
}

/** The pieces of a file as this thread reads them, from `position` on. `piece` is the one before, if there is one. */
export class FilePieces implements PieceSource {
  constructor(
    private readonly descriptor: number,
    private readonly piece: FilePiece = ownPiece(),
    private position: number | null = null,
  ) {}

  next(rest: number): FilePiece {
    readPiece(this.descriptor, this.position, this.piece, rest, this.piece);
    if (this.position !== null) this.position += this.piece.length;
    return this.piece;
  }
}
