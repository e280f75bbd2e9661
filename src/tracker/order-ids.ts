import { HashIndex } from './hash-index.js';
import { chunkBits } from './order-chunk.js';
import { OrderIdChunk } from './order-id-chunk.js';
import type { TextHash } from './text-hash.js';

/**
 * The API's order ids, both ways: webhooks know only the id, polls start from the order's number. An id is found by its
 * hash, and then compared in full: two ids with one hash are never taken for each other.
 */
export class OrderIds {
  readonly #chunks: (OrderIdChunk | undefined)[] = [];
  /** The buffers of a forgotten chunk, for the next new one. */
  #spare: OrderIdChunk | null = null;
  /** An order's number by the hash of its id. Those of forgotten chunks are left behind. */
  readonly #index = new HashIndex((seq) => this.#chunks[seq >>> chunkBits] !== undefined);
  readonly #isIdOf = (seq: number, orderId: string): boolean =>
    this.#chunks[seq >>> chunkBits]?.is(seq, orderId) ?? false;

  /**
   * Joins an id, whose hash is `hash`, to an order; false when another order had that id before. The newer one has it from
   * now on.
   */
  join(seq: number, orderId: string, hash: TextHash): boolean {
    const before = this.seqOf(orderId, hash);
    this.#chunkOf(seq).set(seq, orderId);
    if (before === undefined) this.#index.add(hash, seq);
    else this.#index.replace(hash, before, seq);
    return before === undefined;
  }

  seqOf(orderId: string, hash: TextHash): number | undefined {
    return this.#index.find(hash, orderId, this.#isIdOf);
  }

  idOf(seq: number): string | undefined {
    return this.#chunks[seq >>> chunkBits]?.get(seq);
  }

  /** The ids of a chunk of orders are not known any more. */
  forget(chunk: number): void {
    this.#spare = this.#chunks[chunk] ?? this.#spare;
    this.#chunks[chunk] = undefined;
  }

  #chunkOf(seq: number): OrderIdChunk {
    const number = seq >>> chunkBits;
    while (this.#chunks.length <= number) this.#chunks.push(undefined);
    const known = this.#chunks[number];
    if (known !== undefined) return known;
    const chunk = this.#spare ?? new OrderIdChunk();
    this.#spare = null;
    chunk.clear();
    this.#chunks[number] = chunk;
    return chunk;
  }
}
