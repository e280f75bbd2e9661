import type { OpenLoad, Profile } from '../profile/profile.js';
import { formatRate } from '../profile/rate.js';
import { StartError } from '../run/start-error.js';
import type { SearchRange } from './rate-search.js';

/** What a search is asked for. */
export interface SearchWish extends SearchRange {
  /** The rate that the answer has to reach; null where none is asked for. */
  readonly atLeastPerSecond: number | null;
  readonly arrivals: OpenLoad['arrivals'];
}

/** What a user says of it, in orders a second; null where nothing was said. */
export interface WishFlags {
  readonly from: number | null;
  readonly max: number | null;
  readonly atLeast: number | null;
}

/** No profile has a higher rate, so none is searched. */
const highestRatePerSecond = 1_000_000;

/**
 * The search that a user asks for: from the rate of the profile's first stage, unless told otherwise. Throws a StartError
 * where nothing can be searched for, or the figures contradict each other.
 */
export function searchWish({ name, load, budgets }: Profile, { from, max, atLeast }: WishFlags): SearchWish {
  if (load.model !== 'open') {
    throw new StartError(
      `${name} has a closed model, in which no rate is offered; wanted a profile of the open one`,
    );
  }
  if (budgets.length === 0) {
    throw new StartError(`${name} has no budgets; wanted those that the rate has to keep`);
  }
  const staged = budgets.find(({ selection }) => selection !== null && selection.stage !== null);
  if (staged !== undefined) {
    throw new StartError(
      `the budget ${staged.text} speaks of a stage of the load, and a search has stages of its own; wanted budgets on all orders or on an SKU`,
    );
  }
  const fromPerSecond = from ?? load.stages[0]?.ratePerSecond ?? 1;
  const maxPerSecond = max ?? highestRatePerSecond;
  const wanted = Math.max(fromPerSecond, atLeast ?? 0);
  if (maxPerSecond < wanted) {
    const above = wanted === fromPerSecond ? 'the rate that the search begins at' : '--at-least';
    throw new StartError(
      `--max is ${formatRate(maxPerSecond)}; wanted at least ${formatRate(wanted)}, ${above}`,
    );
  }
  return { fromPerSecond, maxPerSecond, atLeastPerSecond: atLeast, arrivals: load.arrivals };
}
