/**
 * Things that are due at instants: a binary heap, so that a million of them cost twenty steps each and no timers.
 * Things due at one instant come out in the order they went in.
 */
export class DueQueue<T> {
  #dueMs = new Float64Array(64);
  #order = new Float64Array(64);
  readonly #items: T[] = [];
  #pushed = 0;

  get size(): number {
    return this.#items.length;
  }

  /** The instant of the next thing; Infinity when there is none. */
  nextDueMs(): number {
    return this.#items.length === 0 ? Number.POSITIVE_INFINITY : (this.#dueMs[0] ?? 0);
  }

  push(dueMs: number, item: T): void {
    const at = this.#items.length;
    if (at === this.#dueMs.length) this.#grow();
    this.#items.push(item);
    this.#rise(at, dueMs, this.#pushed++, item);
  }

  /** The next thing, if it is due at `nowMs`. */
  popDue(nowMs: number): T | undefined {
    const first = this.#items[0];
    if (first === undefined || this.nextDueMs() > nowMs) return undefined;
    const end = this.#items.length - 1;
    const last = this.#items.pop();
    if (last !== undefined && end > 0) this.#sink(this.#dueMs[end] ?? 0, this.#order[end] ?? 0, last);
    return first;
  }

  #rise(from: number, dueMs: number, order: number, item: T): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#isBefore(parent, dueMs, order)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, dueMs, order, item);
  }

  #sink(dueMs: number, order: number, item: T): void {
    const size = this.#items.length;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && this.#isBefore(right, this.#dueMs[child] ?? 0, this.#order[child] ?? 0))
        child = right;
      if (!this.#isBefore(child, dueMs, order)) break;
      this.#move(child, at);
      at = child;
    }
    this.#put(at, dueMs, order, item);
  }

  #isBefore(at: number, dueMs: number, order: number): boolean {
    const due = this.#dueMs[at] ?? 0;
    return due < dueMs || (due === dueMs && (this.#order[at] ?? 0) < order);
  }

  #move(from: number, to: number): void {
    this.#dueMs[to] = this.#dueMs[from] ?? 0;
    this.#order[to] = this.#order[from] ?? 0;
    this.#items[to] = this.#items[from] as T;
  }

  #put(at: number, dueMs: number, order: number, item: T): void {
    this.#dueMs[at] = dueMs;
    this.#order[at] = order;
    this.#items[at] = item;
  }

  #grow(): void {
    const dueMs = new Float64Array(this.#dueMs.length * 2);
    dueMs.set(this.#dueMs);
    this.#dueMs = dueMs;
    const order = new Float64Array(this.#order.length * 2);
    order.set(this.#order);
    this.#order = order;
  }
}
