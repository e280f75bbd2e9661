import { LineKey } from './line-key.js';

/**
 * The words of a closed list, such as the states of an order, each of three letters or more. One of them is found by comparing
 * it with the bytes, four at a time, instead of making a text.
 */
export class KnownWords {
  /** Each with the quote that ends it. */
  readonly #keys: readonly LineKey[];

  constructor(words: readonly string[]) {
    this.#keys = words.map((word) => new LineKey(`${word}"`));
  }

  /** The number in the list of the word that stands at `at`, before its closing quote; -1 when it is none of these. */
  at(view: DataView, at: number): number {
    for (let index = 0; index < this.#keys.length; index += 1) {
      if (this.#keys[index]?.standsAt(view, at) === true) return index;
    }
    return -1;
  }

  /** Bytes of a word, its closing quote included. */
  lengthOf(index: number): number {
    return this.#keys[index]?.length ?? 0;
  }
}
