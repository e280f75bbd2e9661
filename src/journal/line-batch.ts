/** Lines that go to the disk together, and the word that they are safe there. */
export class LineBatch {
  #lines: string[] = [];
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
    return this.#lines.length === 0;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.bytes += Buffer.byteLength(line);
  }

  /** Puts a line before all others. */
  addFirst(line: string): void {
    this.#lines.unshift(line);
    this.bytes += Buffer.byteLength(line);
  }

  text(): string {
    return this.#lines.join('');
  }
}
