/** At least this many webhook ids, the newest ones, are remembered: two hours of 290 webhooks a second. */
export const maxRecentIds = 2 ** 21;

const firstSlots = 1024;
/** Columns a slot: two halves of the id's hash, the first never 0 in a used slot, and the hash of its news. */
const columns = 3;

/**
 * Which webhook ids came with which news, in bounded memory: 64 bits of hash stand for an id, 32 for the news. The ids are
 * in two halves; when the younger one is full, the older one is forgotten, so between one and two times `limit` ids are
 * known. At the limit that is 100 MB. Whoever sends a webhook can sign it, so nobody gains by looking for hashes that
 * collide, and by chance one does in a million runs.
 */
export class WebhookIds {
  #young = new IdSet();
  #old = new IdSet();
  /** How many ids are no longer known. */
  forgotten = 0;

  constructor(private readonly limit: number = maxRecentIds) {}

  /** Notes that this id came with this news; false when it is known to have come with other news before. */
  note(webhookId: string, news: string): boolean {
    const [high, low] = hash64(webhookId);
    const [newsHash] = hash64(news);
    const known = this.#young.newsOf(high, low) ?? this.#old.newsOf(high, low);
    if (known !== undefined) return known === newsHash;
    if (this.#young.size >= this.limit) this.#age();
    this.#young.add(high, low, newsHash);
    return true;
  }

  #age(): void {
    this.forgotten += this.#old.size;
    this.#old = this.#young;
    this.#young = new IdSet();
  }
}

/** A hash table with open addressing in one typed array: nothing for the garbage collector to follow. */
class IdSet {
  size = 0;
  #slots = firstSlots;
  #cells = new Uint32Array(firstSlots * columns);

  newsOf(high: number, low: number): number | undefined {
    const at = this.#place(high, low);
    return this.#cells[at] === 0 ? undefined : this.#cells[at + 2];
  }

  add(high: number, low: number, news: number): void {
    if (this.size * 2 >= this.#slots) this.#grow();
    this.#put(high, low, news);
    this.size += 1;
  }

  #put(high: number, low: number, news: number): void {
    const at = this.#place(high, low);
    this.#cells[at] = high;
    this.#cells[at + 1] = low;
    this.#cells[at + 2] = news;
  }

  /** Where this id stands, or the free slot where it would. There is one: at most half of them are used. */
  #place(high: number, low: number): number {
    let slot = low & (this.#slots - 1);
    for (;;) {
      const at = slot * columns;
      const used = this.#cells[at];
      if (used === 0 || (used === high && this.#cells[at + 1] === low)) return at;
      slot = (slot + 1) & (this.#slots - 1);
    }
  }

  #grow(): void {
    const before = this.#cells;
    this.#slots *= 2;
    this.#cells = new Uint32Array(this.#slots * columns);
    for (let at = 0; at < before.length; at += columns) {
      const high = before[at] ?? 0;
      if (high !== 0) this.#put(high, before[at + 1] ?? 0, before[at + 2] ?? 0);
    }
  }
}

/** Two multiplicative hashes of 32 bits, mixed into each other at the end (cyrb53). The first is never 0. */
function hash64(text: string): readonly [high: number, low: number] {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return [high >>> 0 || 1, low >>> 0];
}
