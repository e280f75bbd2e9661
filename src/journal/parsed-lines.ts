import type { TextHash } from '../tracker/text-hash.js';

/** The kinds of event that nearly all lines of a journal hold, by their number in `column.kind`. */
export const plainKind = {
  planned: 0,
  sent: 1,
  accepted: 2,
  webhook: 3,
  /** A webhook of which nothing but the verdict on its id is here: the line itself has to be read as JSON. */
  otherWebhook: 4,
} as const;

/** What is known of a webhook's id: nobody has noted it, it was noted, or it came with other news before. */
export const idVerdict = { none: 0, noted: 1, reused: 2 } as const;

/**
 * Where the fields of a line are among its numbers, its instant aside. A text is two of them: where it begins in the bytes, and
 * where it ends; null begins at -1. A word of a closed list is its number there; null is -1.
 */
export const column = {
  /** Where the line begins in the bytes. */
  start: 2,
  /** Where the one behind it begins. */
  next: 3,
  kind: 4,
  /** Not of a webhook. */
  seq: 5,
  sku: 6,
  stage: 7,
  orderId: 6,
  orderIdEnd: 7,
  state: 8,
  status: 9,
  /** The rest is of a webhook alone. */
  reason: 5,
  codes: 9,
  webhookId: 10,
  webhookIdEnd: 11,
  unlistedReason: 12,
  unlistedReasonEnd: 13,
  /** The hashes of the ids, two numbers each. */
  orderHash: 14,
  webhookHash: 16,
  /** An `idVerdict`, and how many ids were forgotten by then. */
  verdict: 18,
  forgotten: 19,
} as const;
export type Column = (typeof column)[keyof typeof column];
/** Four bytes each; the first two together are the instant. */
const columns = 20;
const columnBytes = Int32Array.BYTES_PER_ELEMENT;

/** Memory for the numbers of at most `limit` lines, which two threads may share. */
export function parsedLinesArea(limit: number): SharedArrayBuffer {
  return new SharedArrayBuffer(limit * columns * columnBytes);
}

/**
 * Lines of a journal as numbers: the form in which one thread hands them to another without a copy. Their texts stay where they
 * are, in bytes that both threads see.
 */
export class ParsedLines {
  readonly #numbers: Int32Array;
  /** Of the same memory. */
  readonly #instants: Float64Array;
  readonly #limit: number;
  /** Lines that are there. */
  count = 0;
  /** The first line that nobody has taken yet. */
  head = 0;
  /** How often they were replaced by others. */
  age = 0;

  constructor(area: SharedArrayBuffer) {
    this.#numbers = new Int32Array(area);
    this.#instants = new Float64Array(area);
    this.#limit = Math.floor(this.#numbers.length / columns);
  }

  get isFull(): boolean {
    return this.count === this.#limit;
  }

  /** Begins anew, with `count` lines that another thread has put there. */
  reset(count: number): void {
    this.count = count;
    this.head = 0;
    this.age += 1;
  }

  /** Goes to the first line that begins at `start` or behind it. */
  skipTo(start: number): void {
    while (this.head < this.count && this.get(this.head, column.start) < start) this.head += 1;
  }

  /** Whether the next line is the one that begins at `start`. */
  isAt(start: number): boolean {
    return this.head < this.count && this.get(this.head, column.start) === start;
  }

  /** A field of a line. */
  get(line: number, field: Column): number {
    return this.#numbers[line * columns + field] ?? 0;
  }

  atMs(line: number): number {
    return this.#instants[(line * columns) / 2] ?? 0;
  }

  /** Sets a field of the line behind those that are there; it is one of them only when `count` says so. */
  set(field: Column, value: number): void {
    this.#numbers[this.count * columns + field] = value;
  }

  /** Writes a hash of a line into `into`, and gives that. */
  hash(line: number, field: Column, into: TextHash): TextHash {
    into.high = this.get(line, field);
    into.low = this.#numbers[line * columns + field + 1] ?? 0;
    return into;
  }

  /** Sets a field of a line that is there. */
  change(line: number, field: Column, value: number): void {
    this.#numbers[line * columns + field] = value;
  }

  /** Sets a hash of the line behind those that are there. */
  setHash(field: Column, { high, low }: TextHash): void {
    this.#numbers[this.count * columns + field] = high;
    this.#numbers[this.count * columns + field + 1] = low;
  }

  /** Sets the instant of that line. */
  setAtMs(atMs: number): void {
    this.#instants[(this.count * columns) / 2] = atMs;
  }
}
