/** Words of the closed lists are at most this long; a longer text is not remembered. */
const maxWordBytes = 20;
const wordSlots = 256;

const nullWord = Buffer.from('null');
const quoteMark = Buffer.from('"');
const quote = 34;
const backslash = 92;
const point = 46;
const zero = 48;
const nine = 57;
/** A number of at most this many digits is exact in a double, with and without its decimal point. */
const maxDigits = 15;
const powersOfTen = Array.from({ length: maxDigits + 1 }, (_, digits) => 10 ** digits);

/**
 * Reads one line of the journal from its bytes, key by key in the order in which the writer puts them. It takes only what
 * is plain: numbers without exponent or sign, texts in ASCII without escapes. Everything else makes it `lost`, and
 * whoever uses it reads the line as JSON then. Of a line that the writer made, it gives exactly what `JSON.parse` gives.
 */
export class LineCursor {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  /** The line is not plain: nothing that was read of it counts. */
  lost = false;
  readonly #words: (string | undefined)[] = new Array(wordSlots);

  /** Goes to the begin of the text from `start` to `end`. */
  start(bytes: Buffer, start: number, end: number): void {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.lost = false;
  }

  /** Whether everything was read. */
  get isAtEnd(): boolean {
    return this.#at === this.#end;
  }

  /** Steps over exactly these bytes. */
  skip(wanted: Uint8Array): void {
    const bytes = this.#bytes;
    const at = this.#at;
    // Looking at every byte is faster than leaving at the first that differs: they hardly ever do.
    let difference = 0;
    for (let index = 0; index < wanted.length; index += 1) {
      difference |= (bytes[at + index] ?? 0) ^ (wanted[index] ?? 0);
    }
    if (difference !== 0) this.lost = true;
    this.#at = at + wanted.length;
  }

  /** A number, after the key before it. */
  number(key: Uint8Array): number {
    this.skip(key);
    const bytes = this.#bytes;
    let at = this.#at;
    let digits = 0;
    let whole = 0;
    let pointAt = -1;
    for (; at < this.#end; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte >= zero && byte <= nine) {
        whole = whole * 10 + (byte - zero);
        digits += 1;
      } else if (byte === point && pointAt < 0) pointAt = at;
      else break;
    }
    const fraction = pointAt < 0 ? 0 : at - pointAt - 1;
    if (digits === 0 || digits > maxDigits || (pointAt >= 0 && fraction === 0)) this.lost = true;
    this.#at = at;
    // Both are exact, and the quotient of two exact doubles is the nearest one to the decimal number.
    return fraction === 0 ? whole : whole / (powersOfTen[fraction] ?? Number.NaN);
  }

  /** A text of its own, such as an id, after the key before it; the key ends with the opening quote. */
  text(key: Uint8Array): string {
    this.skip(key);
    const start = this.#at;
    const end = this.#textEnd();
    return this.lost ? '' : this.#bytes.toString('latin1', start, end);
  }

  /** A word that comes again and again, such as a state: read as `text` does, but made once. */
  word(key: Uint8Array): string {
    this.skip(key);
    const start = this.#at;
    const end = this.#textEnd();
    return this.lost ? '' : this.#wordOf(start, end);
  }

  /** A text or null; the key ends before the opening quote. */
  textOrNull(key: Uint8Array): string | null {
    return this.#isNull(key) ? null : this.text(quoteMark);
  }

  /** A word or null; the key ends before the opening quote. */
  wordOrNull(key: Uint8Array): string | null {
    return this.#isNull(key) ? null : this.word(quoteMark);
  }

  #isNull(key: Uint8Array): boolean {
    this.skip(key);
    if (this.#bytes[this.#at] !== nullWord[0]) return false;
    this.skip(nullWord);
    return true;
  }

  /** Finds the closing quote and steps over it. */
  #textEnd(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    for (; at < this.#end; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === quote) break;
      if (byte === backslash || byte > 126) this.lost = true;
    }
    if (at >= this.#end) this.lost = true;
    this.#at = at + 1;
    return at;
  }

  #wordOf(start: number, end: number): string {
    const length = end - start;
    const bytes = this.#bytes;
    if (length > maxWordBytes) return bytes.toString('latin1', start, end);
    const slot = (length * 31 + (bytes[start] ?? 0) * 7 + (bytes[end - 1] ?? 0)) % wordSlots;
    const known = this.#words[slot];
    if (known !== undefined && known.length === length && this.#spells(known, start)) return known;
    const word = bytes.toString('latin1', start, end);
    this.#words[slot] = word;
    return word;
  }

  #spells(word: string, start: number): boolean {
    for (let index = 0; index < word.length; index += 1) {
      if (this.#bytes[start + index] !== word.charCodeAt(index)) return false;
    }
    return true;
  }
}
