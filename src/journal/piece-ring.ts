import { type FilePiece, type PieceArea, pieceArea, pieceIn } from './file-pieces.js';

/** Pieces that one thread may be ahead of the other. */
const pieceCount = 4;

/** Whoever waits for room looks again after so long: to be woken by the thread that is behind would cost that one more. */
const napMs = 1;

/** Numbers that both threads see: how many pieces were given and taken so far, and whether nobody wants more. */
const given = 0;
const taken = 1;
const stopped = 2;
/** Two more for each piece: its bytes and its lines. */
const firstPiece = 3;

/** The memory of a ring, which a thread gets when it begins. */
export interface PieceRingArea {
  readonly numbers: SharedArrayBuffer;
  readonly pieces: readonly PieceArea[];
}

export function pieceRingArea(): PieceRingArea {
  const numbers = firstPiece + 2 * pieceCount;
  return {
    numbers: new SharedArrayBuffer(numbers * Int32Array.BYTES_PER_ELEMENT),
    pieces: Array.from({ length: pieceCount }, pieceArea),
  };
}

/**
 * Pieces of a file that one thread gives and another one takes, in the same order, in memory that both see. Whoever is ahead
 * waits for the other one, and holds its thread up while it does.
 */
export class PieceRing {
  readonly #numbers: Int32Array;
  readonly #pieces: readonly FilePiece[];

  constructor({ numbers, pieces }: PieceRingArea) {
    this.#numbers = new Int32Array(numbers);
    this.#pieces = pieces.map(pieceIn);
  }

  /** The piece that is given as number `index`, from 0. */
  piece(index: number): FilePiece {
    const piece = this.#pieces[index % pieceCount];
    if (piece === undefined) throw new Error(`there is no piece ${index}`);
    return piece;
  }

  /** Waits until the piece `index` may be written; false when it never will. */
  waitForRoom(index: number): boolean {
    for (;;) {
      const takenSoFar = Atomics.load(this.#numbers, taken);
      if (Atomics.load(this.#numbers, stopped) !== 0) return false;
      if (index < takenSoFar + pieceCount) return true;
      Atomics.wait(this.#numbers, taken, takenSoFar, napMs);
    }
  }

  /** Gives the piece `index`, whose length and lines are there. */
  give(index: number): void {
    const { length, ahead } = this.piece(index);
    const at = firstPiece + 2 * (index % pieceCount);
    this.#numbers[at] = length;
    this.#numbers[at + 1] = ahead.count;
    Atomics.store(this.#numbers, given, index + 1);
    Atomics.notify(this.#numbers, given);
  }

  /** Waits for the piece `index`, at most `timeoutMs` without any piece coming; null when it did not come. */
  waitFor(index: number, timeoutMs: number): FilePiece | null {
    for (;;) {
      const givenSoFar = Atomics.load(this.#numbers, given);
      if (givenSoFar > index) break;
      if (Atomics.wait(this.#numbers, given, givenSoFar, timeoutMs) === 'timed-out') return null;
    }
    const at = firstPiece + 2 * (index % pieceCount);
    const piece = this.piece(index);
    piece.length = this.#numbers[at] ?? 0;
    piece.ahead.reset(this.#numbers[at + 1] ?? 0);
    return piece;
  }

  /** All pieces before this one may be written over. */
  release(index: number): void {
    Atomics.store(this.#numbers, taken, index);
  }

  /** No more pieces are wanted. */
  stop(): void {
    Atomics.store(this.#numbers, stopped, 1);
  }
}
