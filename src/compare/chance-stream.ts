import type { RandomSource } from '../random.js';

/** Draws one after the other from one purpose of chance. The same source gives the same draws. */
export class ChanceStream {
  readonly #source: RandomSource;
  #drawn = 0;
  /** Normal draws come in pairs: the second waits here, since drawing them is most of what a comparison costs. */
  #spareNormal: number | null = null;

  constructor(source: RandomSource) {
    this.#source = source;
  }

  /** Uniform in the open interval (0, 1). */
  uniform(): number {
    this.#drawn += 1;
    return this.#source.uniform(this.#drawn);
  }

  /** A whole number from 0, below `end`, each as likely. */
  below(end: number): number {
    return Math.floor(this.uniform() * end);
  }

  /** Standard exponential. */
  exponential(): number {
    return -Math.log(this.uniform());
  }

  /** Standard normal, by the formula of Box and Muller (1958). */
  normal(): number {
    const spare = this.#spareNormal;
    if (spare !== null) {
      this.#spareNormal = null;
      return spare;
    }
    const radius = Math.sqrt(2 * this.exponential());
    const angle = 2 * Math.PI * this.uniform();
    this.#spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /**
   * Gamma of scale 1; 0 for the shape 0.
   *
   * Source: G. Marsaglia and W. W. Tsang, "A Simple Method for Generating Gamma Variables", ACM TOMS 26 (2000), 363-372.
   *
   * @param shape from 0
   */
  gamma(shape: number): number {
    if (shape === 0) return 0;
    if (shape < 1) return this.gamma(shape + 1) * this.uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }
}
