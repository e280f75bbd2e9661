import { endLine } from './journal-line.js';
import { JsonBytes } from './json-bytes.js';
import { type JournalRecord, writeRecord } from './record-bytes.js';

/** Lines that go to the disk together, and the word that they are safe there. */
export class LineBatch {
  #lines: JsonBytes;
  /** True when every line is as safe as the journal's mode promises; false when the journal failed before. */
  readonly safe: Promise<boolean>;
  /** Settles `safe`; only the first call counts. */
  settle: (safe: boolean) => void = () => {};

  /** `spare`: the area of a batch that is over, to be written over. */
  constructor(spare?: Buffer) {
    this.#lines = new JsonBytes(spare);
    this.safe = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  get bytes(): number {
    return this.#lines.length;
  }

  get isEmpty(): boolean {
    return this.bytes === 0;
  }

  add(record: JournalRecord): void {
    const start = this.#lines.length;
    writeRecord(record, this.#lines);
    endLine(this.#lines, start);
  }

  /** Puts a line before all others. */
  addFirst(record: JournalRecord): void {
    const others = this.#lines;
    this.#lines = new JsonBytes();
    this.add(record);
    this.#lines.bytes(others.from(0));
  }

  /** Every line, its newline included. */
  content(): Buffer {
    return this.#lines.from(0);
  }

  /** The whole area that the lines were written to. */
  get area(): Buffer {
    return this.#lines.area;
  }
}
