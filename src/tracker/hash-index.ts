import type { TextHash } from './text-hash.js';

/** Top bits of the hash that choose a segment. */
const segmentBits = 8;
const firstSlots = 64;
/** Columns a slot: the two halves of the hash, the first never 0 in a used slot, and the value. */
const columns = 3;

/**
 * Finds whole numbers by the hash of a text, for millions of them: open addressing in typed arrays, so that the garbage
 * collector has nothing to follow. It is cut into 256 segments that grow one by one. Growing a table of a million entries
 * in one piece would stop everything for a tenth of a second; a segment takes some 50 microseconds.
 *
 * Entries are never taken out. Those that nobody needs any more are left behind when their segment is full and is built
 * anew, which costs nothing in between.
 */
export class HashIndex {
  #segments: (Segment | undefined)[] = noSegments();
  /** The buffers of entries that were cleared, for those that come. */
  #spares: (Segment | undefined)[] = noSegments();

  /** `isNeeded`: whether a value still has to be found. */
  constructor(private readonly isNeeded: (value: number) => boolean = () => true) {}

  /** The value that was added with this hash and for which `isMeant` holds; undefined when there is none. */
  find<K>(hash: TextHash, key: K, isMeant: (value: number, key: K) => boolean): number | undefined {
    return this.#segments[hash.high >>> (32 - segmentBits)]?.find(hash, key, isMeant);
  }

  /** Adds a value. One that is there already for the same text stays, too: see `replace`. */
  add(hash: TextHash, value: number): void {
    const index = hash.high >>> (32 - segmentBits);
    const segment = this.#segments[index] ?? this.#spareSegment(index) ?? new Segment(firstSlots);
    const roomy = segment.isFull ? segment.rebuilt(this.isNeeded) : segment;
    this.#segments[index] = roomy;
    roomy.add(hash.high, hash.low, value);
  }

  /** Puts another value in the place of one that is there. */
  replace(hash: TextHash, value: number, by: number): void {
    this.#segments[hash.high >>> (32 - segmentBits)]?.replace(hash, value, by);
  }

  /** Takes everything out. */
  clear(): void {
    this.#spares = this.#segments;
    this.#segments = noSegments();
  }

  /** Overwritten only when it is needed, since overwriting all of them at once would be a pause. */
  #spareSegment(index: number): Segment | undefined {
    const segment = this.#spares[index];
    this.#spares[index] = undefined;
    segment?.clear();
    return segment;
  }
}

function noSegments(): (Segment | undefined)[] {
  return new Array(1 << segmentBits).fill(undefined);
}

class Segment {
  readonly #slots: number;
  readonly #cells: Int32Array;
  #used = 0;

  /** `slots` is a power of two. */
  constructor(slots: number) {
    this.#slots = slots;
    this.#cells = new Int32Array(slots * columns);
  }

  /** At most two thirds of the slots are used, so that a search soon meets a free one, where it ends. */
  get isFull(): boolean {
    return this.#used * 3 >= this.#slots * 2;
  }

  find<K>({ high, low }: TextHash, key: K, isMeant: (value: number, key: K) => boolean): number | undefined {
    const cells = this.#cells;
    let at = this.#firstPlace(low);
    for (let used = cells[at]; used !== 0; used = cells[at]) {
      if (used === high && cells[at + 1] === low) {
        const value = cells[at + 2] ?? 0;
        if (isMeant(value, key)) return value;
      }
      at = this.#nextPlace(at);
    }
    return undefined;
  }

  add(high: number, low: number, value: number): void {
    const cells = this.#cells;
    let at = this.#firstPlace(low);
    while (cells[at] !== 0) at = this.#nextPlace(at);
    cells[at] = high;
    cells[at + 1] = low;
    cells[at + 2] = value;
    this.#used += 1;
  }

  replace({ high, low }: TextHash, value: number, by: number): void {
    const cells = this.#cells;
    let at = this.#firstPlace(low);
    while (cells[at] !== 0) {
      if (cells[at] === high && cells[at + 1] === low && cells[at + 2] === value) cells[at + 2] = by;
      at = this.#nextPlace(at);
    }
  }

  clear(): void {
    this.#cells.fill(0);
    this.#used = 0;
  }

  /** The needed entries in a segment that has room for as many again. */
  rebuilt(isNeeded: (value: number) => boolean): Segment {
    const cells = this.#cells;
    let needed = 0;
    for (let at = 0; at < cells.length; at += columns) {
      if (cells[at] !== 0 && isNeeded(cells[at + 2] ?? 0)) needed += 1;
    }
    const segment = new Segment(needed * 3 > this.#slots ? this.#slots * 2 : this.#slots);
    for (let at = 0; at < cells.length; at += columns) {
      const value = cells[at + 2] ?? 0;
      if (cells[at] !== 0 && isNeeded(value)) segment.add(cells[at] ?? 0, cells[at + 1] ?? 0, value);
    }
    return segment;
  }

  #firstPlace(low: number): number {
    return (low & (this.#slots - 1)) * columns;
  }

  #nextPlace(at: number): number {
    const next = at + columns;
    return next === this.#cells.length ? 0 : next;
  }
}
