/** What was opened, to be closed in the opposite order, whatever happened in between. */
export class Closers {
  readonly #closers: (() => unknown)[] = [];

  add(close: () => unknown): void {
    this.#closers.push(close);
  }

  /** Closes everything; a closer that fails does not keep the others from closing. */
  async closeAll(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) {
      try {
        await close();
      } catch {
        // What can't be closed any more is closed.
      }
    }
  }
}
