import { maxBytesOf, writeLine } from './journal-line.js';
import { type JournalRecord, recordText } from './record-text.js';

const firstCapacity = 64 * 1024;

/** Lines that go to the disk together, and the word that they are safe there. */
export class LineBatch {
  #lines = Buffer.allocUnsafe(firstCapacity);
  bytes = 0;
  /** True when every line is as safe as the journal's mode promises; false when the journal failed before. */
  readonly safe: Promise<boolean>;
  /** Settles `safe`; only the first call counts. */
  settle: (safe: boolean) => void = () => {};

  constructor() {
    this.safe = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  get isEmpty(): boolean {
    return this.bytes === 0;
  }

  add(record: JournalRecord): void {
    const text = recordText(record);
    this.#reserve(maxBytesOf(text));
    this.bytes = writeLine(text, this.#lines, this.bytes);
  }

  /** Puts a line before all others. */
  addFirst(record: JournalRecord): void {
    const others = this.#lines.subarray(0, this.bytes);
    this.#lines = Buffer.allocUnsafe(firstCapacity);
    this.bytes = 0;
    this.add(record);
    this.#reserve(others.length);
    this.bytes += others.copy(this.#lines, this.bytes);
  }

  /** Every line, its newline included. */
  content(): Buffer {
    return this.#lines.subarray(0, this.bytes);
  }

  #reserve(more: number): void {
    const needed = this.bytes + more;
    if (needed <= this.#lines.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#lines.length));
    this.#lines.copy(larger, 0, 0, this.bytes);
    this.#lines = larger;
  }
}
