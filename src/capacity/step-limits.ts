import type { Cents } from '../contract/money.js';
import { formatRate } from '../profile/rate.js';
import { formatCents } from '../profile/usd.js';
import type { RoomLeft } from './room-left.js';
import type { StepPlan } from './step-plan.js';

/** The next step would pass a limit, which was found out before its first order. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
}

/** Throws a LimitReached for a step of more orders than `limits.orders` leaves. */
export function refuseOrders(orders: number, left: RoomLeft, { ratePerSecond }: StepPlan): void {
  if (left.orders === null || orders <= left.orders) return;
  throw new LimitReached(
    `a step at ${formatRate(ratePerSecond)} takes ${orders} orders, and limits.orders leaves ${left.orders}`,
  );
}

/** Throws a LimitReached for a step that costs more at worst than `limits.spend` leaves; `worstCents` as `worstStepCents` tells it. */
export function refuseSpend(worstCents: Cents | null, left: RoomLeft, { ratePerSecond }: StepPlan): void {
  if (left.spendCents === null || (worstCents !== null && worstCents <= left.spendCents)) return;
  const worst = worstCents === null ? 'more than can be told' : `up to ${formatCents(worstCents)}`;
  throw new LimitReached(
    `a step at ${formatRate(ratePerSecond)} costs ${worst}, and limits.spend leaves ${formatCents(left.spendCents)}`,
  );
}
