import type { OrderMixEntry } from '../profile/profile.js';
import { randomSource } from '../random.js';

/** What each order buys, and whether it is fired twice: a function of the seed and the order's number. */
export interface OrderMix {
  /** The index in the profile's order mix. */
  skuOf(seq: number): number;
  isReplayed(seq: number): boolean;
}

/** `replays` is the share of orders, 0 to 1, that are fired twice at once with one key. */
export function orderMix(entries: readonly OrderMixEntry[], replays: number, seed: number): OrderMix {
  const skuDraws = randomSource(seed, 'order mix');
  const replayDraws = randomSource(seed, 'replays');
  const total = entries.reduce((sum, { weight }) => sum + weight, 0);
  const upTo: number[] = [];
  for (const { weight } of entries) upTo.push((upTo.at(-1) ?? 0) + weight);
  return {
    skuOf(seq) {
      const at = skuDraws.uniform(seq) * total;
      const index = upTo.findIndex((bound) => at < bound);
      return index < 0 ? entries.length - 1 : index;
    },
    isReplayed: (seq) => replayDraws.uniform(seq) < replays,
  };
}
