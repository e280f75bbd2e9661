import { HashIndex } from './hash-index.js';
import { hashText, type TextHash } from './text-hash.js';

/** At least this many webhook ids, the newest ones, are remembered: two hours of 290 webhooks a second. */
export const maxRecentIds = 2 ** 21;

/** The hash of the id is all that is known of it. */
const always = (): boolean => true;

/**
 * Which webhook ids came with which news, in bounded memory: 64 bits of hash stand for an id, 32 for the news. The ids are
 * in two halves; when the younger one is full, the older one is forgotten, so between one and two times `limit` ids are
 * known. At the limit that is 100 MB. Whoever sends a webhook can sign it, so nobody gains by looking for hashes that
 * collide, and by chance one does in a million runs.
 */
export class WebhookIds {
  #young = new HashIndex();
  #old = new HashIndex();
  #youngIds = 0;
  #oldIds = 0;
  readonly #hash: TextHash = { high: 1, low: 0 };
  /** How many ids are no longer known. */
  forgotten = 0;

  constructor(private readonly limit: number = maxRecentIds) {}

  /**
   * Notes that this id came with this news, of which 32 bits of hash are given; false when the id is known to have come with
   * other news before.
   */
  note(webhookId: string, news: number, knownHash?: TextHash): boolean {
    const hash = knownHash ?? this.#hashOf(webhookId);
    const known = this.#young.find(hash, null, always) ?? this.#old.find(hash, null, always);
    if (known !== undefined) return known === news;
    if (this.#youngIds >= this.limit) this.#age();
    this.#young.add(hash, news);
    this.#youngIds += 1;
    return true;
  }

  #hashOf(webhookId: string): TextHash {
    hashText(webhookId, this.#hash);
    return this.#hash;
  }

  #age(): void {
    this.forgotten += this.#oldIds;
    const forgotten = this.#old;
    this.#old = this.#young;
    this.#oldIds = this.#youngIds;
    forgotten.clear();
    this.#young = forgotten;
    this.#youngIds = 0;
  }
}
