import { firstScheduled } from '../load/scheduled-orders.js';
import type { BudgetSelection } from '../profile/budget-selection.js';
import type { Profile } from '../profile/profile.js';

/** What of an order decides whether it is selected. */
export interface SelectableOrder {
  readonly seq: number;
  /** The place in the profile's order mix. */
  readonly sku: number;
  /** The place in the profile's stages. */
  readonly stage: number;
}

/** Whether an order is one of those that a budget selects. The canary of production belongs to no stage. */
export function orderSelector(
  profile: Pick<Profile, 'orders' | 'target'>,
  { sku, stage }: BudgetSelection,
): (order: SelectableOrder) => boolean {
  const isWanted = profile.orders.map((entry) => sku === null || entry.sku === sku);
  const first = firstScheduled(profile);
  return (order) =>
    isWanted[order.sku] === true && (stage === null || (order.stage === stage - 1 && order.seq >= first));
}
