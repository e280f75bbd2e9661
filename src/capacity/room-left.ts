import type { Cents } from '../contract/money.js';
import type { LimitsProfile } from '../profile/profile.js';

/** What orders of a search have used up of the profile's limits. */
export interface UsedRoom {
  readonly orders: number;
  /** At worst: what may have been paid, whatever the API says of refunds. */
  readonly spendCents: Cents;
}

/** What the limits leave for further steps; null where there is no limit. */
export interface RoomLeft {
  readonly orders: number | null;
  readonly spendCents: Cents | null;
}

/** The limits of a profile hold for a whole search, not for each of its steps anew. */
export function roomLeft(limits: LimitsProfile, used: readonly UsedRoom[]): RoomLeft {
  const sum = (of: (one: UsedRoom) => number) => used.reduce((total, one) => total + of(one), 0);
  const left = (limit: number | null, of: (one: UsedRoom) => number) =>
    limit === null ? null : Math.max(0, limit - sum(of));
  return {
    orders: left(limits.orders, ({ orders }) => orders),
    spendCents: left(limits.spendCents, ({ spendCents }) => spendCents),
  };
}
