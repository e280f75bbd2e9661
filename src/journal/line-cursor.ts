import { hashBytes, type TextHash } from '../tracker/text-hash.js';
import { type FileBytes, fileBytes } from './file-bytes.js';
import type { KnownWords } from './known-words.js';
import { LineKey } from './line-key.js';

const nullWord = new LineKey('null');
const quote = 34;
const backslash = 92;
const space = 32;
const tilde = 126;
const letterN = 110;
const point = 46;
const zero = 48;
/** A number of at most this many digits is exact in a double, with and without its decimal point. */
const maxDigits = 15;
/** A whole number of at most this many digits has room in 32 bits. */
const maxWholeDigits = 9;
const powersOfTen = Float64Array.from({ length: maxDigits + 1 }, (_, digits) => 10 ** digits);
/** The value of each lower-case hexadecimal digit; -1 for any other byte. */
const hexValues = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value += 1) hexValues[value.toString(16).charCodeAt(0)] = value;

/**
 * Reads one line of the journal from its bytes, key by key in the order in which the writer puts them. It takes only what
 * is plain: numbers without exponent or sign, texts in ASCII without escapes. Everything else makes it `lost`, and
 * whoever uses it reads the line as JSON then. Texts are told by their places, so that a thread can read lines for another one.
 */
export class LineCursor {
  #bytes: FileBytes['bytes'];
  #view: DataView;
  #at = 0;
  #end = 0;
  /** The line is not plain: nothing that was read of it counts. */
  lost = false;

  constructor() {
    const none = fileBytes(0);
    this.#bytes = none.bytes;
    this.#view = none.view;
  }

  /** Goes to `start`. Nothing from `end` on is part of the line. */
  start({ bytes, view }: FileBytes, start: number, end: number): void {
    this.#bytes = bytes;
    this.#view = view;
    this.#at = start;
    this.#end = end;
    this.lost = false;
  }

  /** Where the next byte is. */
  get at(): number {
    return this.#at;
  }

  /** Whether it has stepped over the end of what there is. */
  get isPastEnd(): boolean {
    return this.#at > this.#end;
  }

  /** Steps over exactly these bytes. */
  skip(wanted: LineKey): void {
    // The room behind the buffer's end is for one step too far; there is none for two.
    if (this.#at > this.#end || !wanted.standsAt(this.#view, this.#at)) this.lost = true;
    this.#at += wanted.length;
  }

  /** A number, after the key before it. */
  number(key: LineKey): number {
    this.skip(key);
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    let digits = 0;
    for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, at)) {
      digits = digits * 10 + digit;
      at += 1;
    }
    const pointAt = at;
    if (bytes[at] === point) {
      at += 1;
      for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, at)) {
        digits = digits * 10 + digit;
        at += 1;
      }
    }
    this.#at = at;
    const fraction = Math.max(0, at - pointAt - 1);
    const digitCount = pointAt - start + fraction;
    // A point without a digit on one of its sides is no number.
    if (pointAt === start || at === pointAt + 1 || digitCount > maxDigits) this.lost = true;
    // Both are exact, and the quotient of two exact doubles is the nearest one to the decimal number.
    return fraction === 0 ? digits : digits / (powersOfTen[fraction] ?? Number.NaN);
  }

  /** A whole number of at most nine digits, after the key before it. */
  integer(key: LineKey): number {
    this.skip(key);
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    let value = 0;
    for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, at)) {
      value = (value * 10 + digit) | 0;
      at += 1;
    }
    this.#at = at;
    // Of any other number something is left that no key begins with, or it had too many digits.
    if (at === start || at > start + maxWholeDigits) this.lost = true;
    return value;
  }

  /** Where the text begins that was stepped over last; -1 where `null` stood instead. */
  textBegin = 0;
  /** Where that text ends, before its closing quote. */
  textEnd = 0;

  /** Steps over a text of its own, such as an id, after the key before it; the key ends with the opening quote. */
  text(key: LineKey): void {
    this.skip(key);
    this.#quoted();
  }

  /** The number of a word of a closed list, such as a state, after the key before it, which ends with the opening quote. */
  word(key: LineKey, known: KnownWords): number {
    this.skip(key);
    return this.#quotedWord(known);
  }

  /** The hash of the text that was stepped over last; that of an empty one for null. */
  hashText(into: TextHash): void {
    hashBytes(this.#bytes, this.textBegin, this.textEnd, into);
  }

  /** Steps over a text or null; the key ends before the opening quote. */
  textOrNull(key: LineKey): void {
    if (this.#stepsOverQuote(key)) this.#quoted();
    else this.textBegin = this.textEnd = -1;
  }

  /** The number of a word, -1 for null; the key ends before the opening quote. */
  wordOrNull(key: LineKey, known: KnownWords): number {
    return this.#stepsOverQuote(key) ? this.#quotedWord(known) : -1;
  }

  /** Eight hexadecimal digits in lower case. */
  hexadecimal(): number {
    const bytes = this.#bytes;
    const end = this.#at + 8;
    let value = 0;
    let signs = 0;
    for (let at = this.#at; at < end; at += 1) {
      const digit = hexValues[bytes[at] ?? 0] ?? -1;
      value = (value << 4) | digit;
      signs |= digit;
    }
    if (signs < 0) this.lost = true;
    this.#at = end;
    return value >>> 0;
  }

  /** Steps over the key and the quote behind it; false where `null` stands there instead, which it steps over, too. */
  #stepsOverQuote(key: LineKey): boolean {
    this.skip(key);
    const byte = this.#bytes[this.#at];
    if (byte === letterN) {
      this.skip(nullWord);
      return false;
    }
    if (byte !== quote) this.lost = true;
    this.#at += 1;
    return true;
  }

  #quotedWord(known: KnownWords): number {
    const word = this.#at < this.#end ? known.at(this.#view, this.#at) : -1;
    // Any other word is left to whoever reads the line as JSON.
    if (word < 0) this.lost = true;
    this.#at += known.lengthOf(word);
    return word;
  }

  /** Finds the closing quote and steps over it. */
  #quoted(): void {
    const bytes = this.#bytes;
    const limit = this.#end;
    let at = this.#at;
    for (; at < limit; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === quote) break;
      // No text of a line holds a newline as it is, so a line that is read to its end is one line.
      if (byte === backslash || byte < space || byte > tilde) {
        this.lost = true;
        break;
      }
    }
    if (at >= limit) this.lost = true;
    this.textBegin = this.#at;
    this.textEnd = at;
    this.#at = at + 1;
  }
}

/** The digit at `at`, or -1 when there is none. */
function digitAt(bytes: Buffer, at: number): number {
  const digit = (bytes[at] ?? 0) - zero;
  return digit >= 0 && digit <= 9 ? digit : -1;
}
