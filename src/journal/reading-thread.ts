import { closeSync, openSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { type FileLine, type LineTaker, readLines } from './file-lines.js';
import { type FilePiece, type PieceSource, readPiece } from './file-pieces.js';
import { IdsAhead } from './ids-ahead.js';
import type { ParsedLines } from './parsed-lines.js';
import { PieceRing } from './piece-ring.js';
import type { ReadingOrder } from './pieces-ahead.js';
import { parsePlainLines } from './plain-lines.js';

/** Reads pieces into the ring; each is given when the next one is asked for, since its lines are read by then. */
class RingPieces implements PieceSource {
  #index = -1;

  constructor(
    private readonly descriptor: number,
    private readonly ring: PieceRing,
  ) {}

  next(rest: number): FilePiece {
    if (this.#index >= 0) this.ring.give(this.#index);
    const before = this.ring.piece(Math.max(0, this.#index));
    this.#index += 1;
    const piece = this.ring.piece(this.#index);
    if (this.ring.waitForRoom(this.#index)) readPiece(this.descriptor, null, before, rest, piece);
    else piece.length = 0;
    return piece;
  }

  /** Gives the piece that has no bytes. */
  end(): void {
    this.ring.give(this.#index);
  }
}

/** Lines that are not plain are left to the other thread, which finds them by itself. */
class LinesAhead implements LineTaker {
  #lines: ParsedLines | null = null;

  constructor(private readonly ids: IdsAhead | null) {}

  takeAtOnce({ file, ahead }: FilePiece, start: number, end: number): number {
    this.#lines = ahead;
    const first = ahead.count;
    const next = parsePlainLines(file, start, end, ahead);
    this.ids?.takeParsed(ahead, first);
    return next;
  }

  take(line: FileLine): void {
    if (this.#lines !== null) this.ids?.takeOther(line, this.#lines);
  }
}

// The thread that started this one is known: it gives a reading order.
const { file, ring, rememberedWebhookIds } = workerData as ReadingOrder;
const descriptor = openSync(file, 'r');
const pieces = new RingPieces(descriptor, new PieceRing(ring));
readLines(pieces, new LinesAhead(rememberedWebhookIds === null ? null : new IdsAhead(rememberedWebhookIds)));
pieces.end();
closeSync(descriptor);
