import { type RandomSource, randomSource } from '../../src/random.js';

/** A stream of draws for one purpose of one seed: what is drawn first decides first. */
export class Chance {
  readonly #source: RandomSource;
  #drawn = 0;

  constructor(seed: number, purpose: string) {
    this.#source = randomSource(seed, purpose);
  }

  /** Whether something with this share, 0 to 1, happens now. */
  happens(share: number): boolean {
    return this.#uniform() < share;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.#uniform();
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  /** Small values as likely as large ones: each order of magnitude has the same share. */
  magnitude(low: number, high: number): number {
    return low * (high / low) ** this.#uniform();
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.whole(0, choices.length - 1)] ?? choices[0];
  }

  #uniform(): number {
    this.#drawn += 1;
    return this.#source.uniform(this.#drawn);
  }
}
