import type { Characters, HashedId } from './found-ids.js';
import { HashIndex } from './hash-index.js';
import { chunkBits } from './order-chunk.js';
import { OrderIdChunk } from './order-id-chunk.js';
import type { TextHash } from './text-hash.js';

/** Orders that are found first of all, since most webhooks are for one of the newest. */
const recentSlots = 2 ** 15;

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
  /**
   * For the lowest bits of a hash, the hash's other half and the order that had it last. A quarter of a megabyte, so it stays in
   * the processor's own cache, where a look into the index of a million orders goes to the memory.
   */
  readonly #recent = new Int32Array(recentSlots * 2);
  readonly #isIdOf = (seq: number, orderId: Characters): boolean =>
    this.#chunks[seq >>> chunkBits]?.is(seq, orderId) ?? false;

  /**
   * Joins an id to an order; false when another order had that id before. The newer one has it from now on.
   */
  join(seq: number, id: HashedId): boolean {
    const { text, hash } = id;
    const before = this.seqOf(id);
    this.#chunkOf(seq).set(seq, text);
    if (before === undefined) this.#index.add(hash, seq);
    else this.#index.replace(hash, before, seq);
    const slot = recentSlot(hash);
    this.#recent[slot] = hash.high;
    this.#recent[slot + 1] = seq;
    return before === undefined;
  }

  seqOf({ text, hash }: HashedId): number | undefined {
    const slot = recentSlot(hash);
    const recent = this.#recent[slot + 1] ?? 0;
    if (this.#recent[slot] === hash.high && this.#isIdOf(recent, text)) return recent;
    return this.#index.find(hash, text, this.#isIdOf);
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

function recentSlot({ low }: TextHash): number {
  return (low & (recentSlots - 1)) * 2;
}
