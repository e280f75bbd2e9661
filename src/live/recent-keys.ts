import { HashIndex } from '../tracker/hash-index.js';
import { hashText, type TextHash } from '../tracker/text-hash.js';

const always = (): boolean => true;

/**
 * Which order a key stands for, of the newest keys, in bounded memory: 64 bits of hash stand for a key, so that no key is
 * kept. In two halves: when the younger one is full, the older one is forgotten.
 */
export class RecentKeys {
  #young = new HashIndex();
  #old = new HashIndex();
  #youngKeys = 0;
  readonly #hash: TextHash = { high: 1, low: 0 };

  /** At least `limit` keys are remembered. */
  constructor(private readonly limit: number) {}

  /** The order that was accepted under this key; undefined where none is known. */
  find(key: string): number | undefined {
    hashText(key, this.#hash);
    return this.#young.find(this.#hash, null, always) ?? this.#old.find(this.#hash, null, always);
  }

  add(key: string, seq: number): void {
    if (this.#youngKeys >= this.limit) this.#age();
    hashText(key, this.#hash);
    this.#young.add(this.#hash, seq);
    this.#youngKeys += 1;
  }

  #age(): void {
    const forgotten = this.#old;
    this.#old = this.#young;
    forgotten.clear();
    this.#young = forgotten;
    this.#youngKeys = 0;
  }
}
