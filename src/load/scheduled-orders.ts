import type { ClosedLoad, Profile } from '../profile/profile.js';
import { arrivalSchedule } from './arrival-schedule.js';

/**
 * An order that a run plans: its number, and when it was due, in milliseconds from the schedule's start. The closed model has
 * no schedule: 0 stands there for an instant that only the run itself knows.
 */
export interface ScheduledOrder {
  readonly seq: number;
  readonly atMs: number;
  readonly stage: number;
}

/** The number of the first order that follows the schedule: in production order 0 is the canary. */
export function firstScheduled({ target }: Pick<Profile, 'target'>): 0 | 1 {
  return target.environment === 'production' ? 1 : 0;
}

/** How many orders the closed model offers, the profile's order limit included. */
export function closedOrders({ orders }: ClosedLoad, limits: Pick<Profile['limits'], 'orders'>): number {
  return Math.min(orders, limits.orders ?? orders);
}

/** Every order that a run of the profile plans, its order limit included; the canary as due at 0. */
export function* scheduledOrders(profile: Profile): Generator<ScheduledOrder, void> {
  const { load, limits } = profile;
  if (load.model === 'closed') {
    const count = closedOrders(load, limits);
    for (let seq = 0; seq < count; seq += 1) yield { seq, atMs: 0, stage: 0 };
    return;
  }
  const endSeq = limits.orders ?? Number.POSITIVE_INFINITY;
  const first = firstScheduled(profile);
  if (first === 1 && endSeq > 0) yield { seq: 0, atMs: 0, stage: 0 };
  let seq = first;
  for (const { atMs, stage } of arrivalSchedule(load)) {
    if (seq >= endSeq) return;
    yield { seq, atMs, stage };
    seq += 1;
  }
}
