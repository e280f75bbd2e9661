import type { Cents } from '../contract/money.js';
import type { OrderMixEntry, Profile } from '../profile/profile.js';
import { orderMix } from './order-mix.js';
import { otherQuantity } from './other-quantity.js';
import { scheduledOrders } from './scheduled-orders.js';

/** A schedule is counted order by order up to here, which takes a second or two; a longer one is taken to reach the spend limit. */
export const maxCountedOrders = 1_000_000;

/**
 * What one order costs at worst, at `priceCents` a piece: its price, and for an order whose key is used again also that of
 * the twin and of the call with another body, since an API that breaks the law of idempotency sells each of them.
 */
export function orderCostCents({ quantity }: OrderMixEntry, priceCents: Cents, replayed: boolean): Cents {
  return priceCents * (replayed ? 2 * quantity + otherQuantity(quantity) : quantity);
}

/**
 * What a run costs when every order of its schedule is taken and every replay is sold once more. Never above
 * `limits.spend`, which a run does not pass. Null where nothing bounds it: a schedule of more than `maxCountedOrders` orders
 * without a spend limit.
 *
 * @param pricesCents the price of one piece for each entry of the mix
 */
export function worstCaseCents(profile: Profile, pricesCents: readonly Cents[]): Cents | null {
  const { orders: entries, replays, load, limits } = profile;
  const mix = orderMix(entries, replays, load.seed);
  const capCents = limits.spendCents ?? Number.POSITIVE_INFINITY;
  let totalCents = 0;
  for (const { seq } of scheduledOrders(profile)) {
    if (seq >= maxCountedOrders) return limits.spendCents;
    const sku = mix.skuOf(seq);
    const entry = entries[sku];
    if (entry === undefined) throw new RangeError(`the order mix has no entry ${sku}`);
    totalCents += orderCostCents(entry, pricesCents[sku] ?? 0, mix.isReplayed(seq));
    if (totalCents >= capCents) return capCents;
  }
  return totalCents;
}

/**
 * The worst case that can be told before the API was asked for its prices: at the highest prices that the profile allows.
 * Without such a list it is the spend limit; null where there is none either.
 */
export function allowedWorstCaseCents(profile: Profile): Cents | null {
  const pricesCents = highestPricesCents(profile);
  return pricesCents === null ? profile.limits.spendCents : worstCaseCents(profile, pricesCents);
}

/** What one piece of each entry of the mix may cost at most; null without an allow-list. */
export function highestPricesCents({
  orders,
  limits,
}: Pick<Profile, 'orders' | 'limits'>): readonly Cents[] | null {
  if (limits.skus === null) return null;
  const prices = new Map(limits.skus.map(({ sku, maxPriceCents }) => [sku, maxPriceCents]));
  return orders.map(({ sku }) => {
    const priceCents = prices.get(sku);
    if (priceCents === undefined) throw new RangeError(`limits.skus does not allow ${sku}`);
    return priceCents;
  });
}
