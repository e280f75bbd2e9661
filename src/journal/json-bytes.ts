const firstCapacity = 64 * 1024;
/** Room for any number or literal, so that only texts ask for more. */
const slack = 64;
/** At most as many bytes as a character of a JavaScript string takes in UTF-8. */
const bytesPerCharacter = 3;

const zero = 48;
const point = 46;
const quote = 34;
const backslash = 92;
const space = 32;
const tilde = 126;

/** Whole numbers of at most this are taken apart as 32-bit integers. */
const maxWhole = 2 ** 31 - 1;

/**
 * JSON, written straight into bytes that grow as needed. A text built first would be copied three times on its way (its pieces,
 * the whole, the bytes), and make as much work for the garbage collector as everything else that is done for an event.
 */
export class JsonBytes {
  #bytes: Buffer;
  /** Bytes written so far. */
  length = 0;

  /** `spare`: bytes that nobody needs any more, to be written over. */
  constructor(spare: Buffer = Buffer.allocUnsafe(firstCapacity)) {
    this.#bytes = spare;
  }

  /** What was written from `start` on. */
  from(start: number): Buffer {
    return this.#bytes.subarray(start, this.length);
  }

  /** The bytes themselves, written or not. */
  get area(): Buffer {
    return this.#bytes;
  }

  /** Bytes as they are, of any length. */
  bytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Bytes as they are, 64 at most: for a few of them a loop is faster than any call. */
  literal(bytes: Uint8Array): void {
    this.reserve(slack);
    for (let at = 0; at < bytes.length; at += 1) this.#bytes[this.length + at] = bytes[at] ?? 0;
    this.length += bytes.length;
  }

  /** A text as it is, of any length. */
  text(text: string): void {
    this.reserve(text.length * bytesPerCharacter);
    this.length += this.#bytes.write(text, this.length);
  }

  /**
   * A finite number as JavaScript writes it. The instants of a run are whole microseconds: up to a thousand millions of
   * milliseconds doubles lie so close that the shortest text for one is its three decimals, less the zeros at their end.
   */
  number(value: number): void {
    const thousandths = Math.round(value * 1000);
    const whole = Math.floor(thousandths / 1000);
    if (thousandths / 1000 !== value || whole < 0 || whole > maxWhole || Object.is(value, -0)) {
      this.text(String(value));
      return;
    }
    this.reserve(slack);
    this.#digits(whole);
    const decimals = thousandths - whole * 1000;
    if (decimals > 0) this.#decimals(decimals);
  }

  /** A text in quotation marks; null as null. */
  string(value: string | null): void {
    if (value === null) {
      this.text('null');
      return;
    }
    this.reserve(value.length + slack);
    const start = this.length;
    this.#bytes[start] = quote;
    for (let at = 0; at < value.length; at += 1) {
      const code = value.charCodeAt(at);
      if (code < space || code > tilde || code === quote || code === backslash) {
        this.length = start;
        this.text(JSON.stringify(value));
        return;
      }
      this.#bytes[start + 1 + at] = code;
    }
    this.#bytes[start + 1 + value.length] = quote;
    this.length = start + value.length + 2;
  }

  /** Makes room for `more` bytes. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.length);
    this.#bytes = larger;
  }

  #digits(whole: number): void {
    let count = 1;
    for (let rest = (whole / 10) | 0; rest > 0; rest = (rest / 10) | 0) count += 1;
    let rest = whole;
    for (let at = this.length + count - 1; at >= this.length; at -= 1) {
      const next = (rest / 10) | 0;
      this.#bytes[at] = zero + rest - next * 10;
      rest = next;
    }
    this.length += count;
  }

  /** From 1 to 999 thousandths. */
  #decimals(thousandths: number): void {
    this.#bytes[this.length] = point;
    this.#bytes[this.length + 1] = zero + ((thousandths / 100) | 0);
    this.#bytes[this.length + 2] = zero + (((thousandths / 10) | 0) % 10);
    this.#bytes[this.length + 3] = zero + (thousandths % 10);
    this.length += thousandths % 10 > 0 ? 4 : thousandths % 100 > 0 ? 3 : 2;
  }
}
