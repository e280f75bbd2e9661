import { LineKey } from './line-key.js';

/** A closed list has hardly more words than this; what is not remembered is read as any other text. */
const maxWords = 12;
/** With its quote a word of this length or more fills a `LineKey`. */
const minLength = 3;
const isPlain = /^[ !#-[\]-~]+$/;

/**
 * The words that came in one field of a line before, such as the states of an order. One of them is found by comparing it
 * with the bytes, four at a time, instead of reading it again.
 */
export class KnownWords {
  readonly #words: string[] = [];
  /** Each with the quote that ends it. */
  readonly #keys: LineKey[] = [];

  /** The word that stands at `at`, before its closing quote; null when it is none of these. */
  at(view: DataView, at: number): string | null {
    for (let index = 0; index < this.#keys.length; index += 1) {
      if (this.#keys[index]?.standsAt(view, at) === true) return this.#words[index] ?? null;
    }
    return null;
  }

  /** Remembers a word, and gives it back. */
  learn(word: string): string {
    if (word.length >= minLength && this.#words.length < maxWords && isPlain.test(word)) {
      this.#words.push(word);
      this.#keys.push(new LineKey(`${word}"`));
    }
    return word;
  }
}
