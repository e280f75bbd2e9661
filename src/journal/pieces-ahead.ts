import { Worker } from 'node:worker_threads';
import { type FilePiece, FilePieces, type PieceSource } from './file-pieces.js';
import { PieceRing, type PieceRingArea, pieceRingArea } from './piece-ring.js';

/** What the reading thread gets when it begins. */
export interface ReadingOrder {
  readonly file: string;
  readonly ring: PieceRingArea;
  /** So many webhook ids are remembered to say of each whether it came before; null: nobody wants to know. */
  readonly rememberedWebhookIds: number | null;
}

/** When it has given nothing for so long, this thread reads by itself. */
const patienceMs = 2000;
// As deep below the sources as below `dist/`, also from a bundle's chunk.
const entry = new URL('../journal/reading-thread.js', import.meta.url);

/**
 * The pieces of a file, read by a second thread that also reads their lines, while this one works with those before. Whatever
 * becomes of that thread, this one gets every piece.
 */
export class PiecesAhead implements PieceSource {
  readonly #ring: PieceRing;
  #index = 0;
  #position = 0;
  #piece: FilePiece | null = null;
  /** Once the thread has failed: who reads in its place. */
  #alone: FilePieces | null = null;

  constructor(
    file: string,
    private readonly descriptor: number,
    rememberedWebhookIds: number | null,
  ) {
    const area = pieceRingArea();
    this.#ring = new PieceRing(area);
    const order: ReadingOrder = { file, ring: area, rememberedWebhookIds };
    const worker = new Worker(entry, { workerData: order });
    // Its pieces do not come then, which is noticed.
    worker.on('error', () => {});
    worker.unref();
  }

  next(rest: number): FilePiece {
    if (this.#alone !== null) return this.#alone.next(rest);
    const piece = this.#ring.waitFor(this.#index, patienceMs);
    if (piece === null) return this.#goOnAlone(rest);
    this.#ring.release(this.#index);
    this.#index += 1;
    this.#position += piece.length;
    this.#piece = piece;
    return piece;
  }

  /** The thread ends by itself. */
  stop(): void {
    this.#ring.stop();
  }

  #goOnAlone(rest: number): FilePiece {
    this.#ring.stop();
    // The thread may only stand still, so what it writes to is left to it.
    this.#alone = new FilePieces(this.descriptor, this.#piece ?? undefined, this.#position);
    return this.#alone.next(rest);
  }
}
