/**
 * Chance as a function, not as a state: the draw for (seed, purpose, n) is always the same, whatever was drawn
 * before it. So order 17 meets the same fate in every run of one seed, even when orders overtake each other.
 *
 * The mixing steps are the 32-bit finaliser of MurmurHash3 (Austin Appleby, public domain).
 */
function mix(hash: number, word: number): number {
  let h = hash ^ word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A seeded source of independent uniform draws for one purpose. */
export interface RandomSource {
  /** The n-th draw: uniform in the open interval (0, 1), so that its logarithm and normal score are finite. */
  uniform(n: number): number;
}

/**
 * The draws for one `purpose` (any short text, such as `arrivals`) under one integer `seed`. Two purposes under
 * one seed are independent of each other.
 */
export function randomSource(seed: number, purpose: string): RandomSource {
  let base = mix(0x9e3779b9, seed >>> 0);
  base = mix(base, Math.floor(seed / 2 ** 32) >>> 0);
  for (let i = 0; i < purpose.length; i += 1) base = mix(base, purpose.charCodeAt(i));
  const twin = mix(base, 0x6a09e667);
  return {
    uniform(n) {
      const high = mix(mix(base, n >>> 0), Math.floor(n / 2 ** 32));
      const low = mix(mix(twin, n >>> 0), Math.floor(n / 2 ** 32));
      // 53 random bits, shifted by half a step so that neither 0 nor 1 can come out.
      return ((high >>> 5) * 2 ** 26 + (low >>> 6) + 0.5) / 2 ** 53;
    },
  };
}
