import type { Cents } from '../contract/money.js';
import type { OrderEvent } from '../order-event.js';
import type { OrderMixEntry } from '../profile/profile.js';
import type { MonitoredProfile } from './monitored-profile.js';

/** What an order in flight was for, though the profile orders it no more. */
export interface RetiredEntry {
  readonly sku: string;
  readonly quantity: number;
  /** Of one such order, and the most that one piece of it may cost. */
  readonly priceCents: Cents;
  readonly pieceCents: Cents;
}

/** A profile with the price of one order of each entry of its mix. */
export interface PricedProfile {
  readonly profile: MonitoredProfile;
  readonly pricesCents: readonly Cents[];
  /** What the entries at the begin of the mix are, which no new order is for. */
  readonly retired: readonly RetiredEntry[];
}

/**
 * The profile with retired entries in front of its mix, which no new order is for: so the orders in flight keep what they are for
 * in the list that their events point to.
 */
export function withRetired(
  profile: MonitoredProfile,
  pricesCents: readonly Cents[],
  retired: readonly RetiredEntry[],
): PricedProfile {
  const entries = retired.map(({ sku, quantity }): OrderMixEntry => ({ sku, quantity, weight: 0 }));
  const allowed = new Set(profile.limits.skus?.map(({ sku }) => sku));
  const skus =
    profile.limits.skus?.concat(
      retired
        .filter(({ sku }) => !allowed.has(sku))
        .map(({ sku, pieceCents }) => ({ sku, maxPriceCents: pieceCents })),
    ) ?? null;
  return {
    profile: { ...profile, orders: [...entries, ...profile.orders], limits: { ...profile.limits, skus } },
    pricesCents: [...retired.map(({ priceCents }) => priceCents), ...pricesCents],
    retired,
  };
}

/** The events of orders in flight with another mix, and what of the old one it has to keep for them. */
export interface MovedEvents {
  readonly events: readonly OrderEvent[];
  readonly retired: readonly RetiredEntry[];
}

/** Points the events of orders in flight from the mix of `from` to that of `to`, with whatever it lacks retired in front of it. */
export function movedEvents(
  events: readonly OrderEvent[],
  { profile, pricesCents }: PricedProfile,
  to: MonitoredProfile,
): MovedEvents {
  const used = new Set(events.flatMap((event) => (event.kind === 'planned' ? [event.sku] : [])));
  const lacking = [...used].filter((sku) => placeIn(to.orders, profile.orders[sku]) < 0);
  const retired = lacking.flatMap((sku): RetiredEntry[] => {
    const entry = profile.orders[sku];
    if (entry === undefined) return [];
    const priceCents = pricesCents[sku] ?? 0;
    const limit = profile.limits.skus?.find((allowed) => allowed.sku === entry.sku);
    const pieceCents = limit?.maxPriceCents ?? Math.ceil(priceCents / entry.quantity);
    return [{ sku: entry.sku, quantity: entry.quantity, priceCents, pieceCents }];
  });
  const place = (sku: number): number => {
    const before = lacking.indexOf(sku);
    return before >= 0 ? before : retired.length + placeIn(to.orders, profile.orders[sku]);
  };
  const moved = events.map((event) =>
    event.kind === 'planned' ? { ...event, sku: place(event.sku) } : event,
  );
  return { events: moved, retired };
}

function placeIn(mix: readonly OrderMixEntry[], entry: OrderMixEntry | undefined): number {
  return mix.findIndex(({ sku, quantity }) => sku === entry?.sku && quantity === entry.quantity);
}
