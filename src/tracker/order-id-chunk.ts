import type { Characters } from './found-ids.js';
import { ordersPerChunk, rowMask } from './order-chunk.js';

/** Room for this many bytes at first; an id of the simulator takes 17, one of most APIs 20 to 40. */
const firstBytes = 4096;
const maxPlainLength = 255;
const maxPlainCode = 255;

/**
 * The API's ids of the orders of one chunk, as bytes one behind the other: a million ids as strings would be a million
 * objects. A place holds the id's length in one byte, then its characters.
 */
export class OrderIdChunk {
  /** Where each order's id begins; 0 for none. */
  readonly #places = new Uint32Array(ordersPerChunk);
  #bytes = new Uint8Array(firstBytes);
  #used = 1;
  /** Ids that are no short text of one byte a character: no API gives them, but a journal may hold anything. */
  readonly #odd = new Map<number, string>();

  set(seq: number, id: Characters): void {
    const row = seq & rowMask;
    this.#odd.delete(row);
    this.#places[row] = this.#used;
    if (this.#used + 1 + maxPlainLength > this.#bytes.length) this.#grow();
    if (this.#write(id)) return;
    this.#places[row] = 0;
    this.#odd.set(row, id.toString());
  }

  /** Whether this is the order's id. */
  is(seq: number, id: Characters): boolean {
    const bytes = this.#bytes;
    const place = this.#places[seq & rowMask] ?? 0;
    if (place === 0) return this.#odd.get(seq & rowMask) === id.toString();
    if (bytes[place] !== id.length) return false;
    for (let at = 0; at < id.length; at += 1) {
      if (bytes[place + 1 + at] !== id.charCodeAt(at)) return false;
    }
    return true;
  }

  get(seq: number): string | undefined {
    const place = this.#places[seq & rowMask] ?? 0;
    if (place === 0) return this.#odd.get(seq & rowMask);
    const begin = place + 1;
    return String.fromCharCode(...this.#bytes.subarray(begin, begin + (this.#bytes[place] ?? 0)));
  }

  /** Forgets every id. */
  clear(): void {
    this.#places.fill(0);
    this.#odd.clear();
    this.#used = 1;
  }

  /** Puts the id behind the others; false when it is odd. */
  #write(id: Characters): boolean {
    const { length } = id;
    if (length > maxPlainLength) return false;
    const bytes = this.#bytes;
    let allBits = 0;
    bytes[this.#used] = length;
    for (let at = 0; at < length; at += 1) {
      const code = id.charCodeAt(at);
      allBits |= code;
      bytes[this.#used + 1 + at] = code;
    }
    if (allBits > maxPlainCode) return false;
    this.#used += 1 + length;
    return true;
  }

  /** Copies at most two megabytes: a chunk has few orders. */
  #grow(): void {
    const bytes = new Uint8Array(this.#bytes.length * 2);
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}
