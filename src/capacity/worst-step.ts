import type { Cents } from '../contract/money.js';
import { scheduledOrders } from '../load/scheduled-orders.js';
import { worstCaseCents } from '../load/worst-case.js';
import type { Profile } from '../profile/profile.js';
import type { SpendAccount } from '../run/spend-account.js';

/** How many orders a step plans, the canary of production included, whatever `limits.orders` allows: exact, by its seed. */
export function stepOrders(profile: Profile): number {
  let orders = 0;
  for (const _ of scheduledOrders({ ...profile, limits: { ...profile.limits, orders: null } })) orders += 1;
  return orders;
}

/** What a step costs at worst, whatever `limits.spend` allows; null for one that is too long to be counted. */
export function worstStepCents(profile: Profile, spend: Pick<SpendAccount, 'highestCents'>): Cents | null {
  const pricesCents = profile.orders.map(({ quantity }, sku) => spend.highestCents(sku) / quantity);
  return worstCaseCents({ ...profile, limits: { ...profile.limits, spendCents: null } }, pricesCents);
}
