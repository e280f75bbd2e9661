import type { Profile } from '../profile/profile.js';
import { arrivalSchedule } from './arrival-schedule.js';

/** An order of the schedule: its number, and when it was due, in milliseconds from the schedule's start. */
export interface ScheduledOrder {
  readonly seq: number;
  readonly atMs: number;
  readonly stage: number;
}

/** The number of the first order that follows the schedule: in production order 0 is the canary. */
export function firstScheduled({ target }: Profile): 0 | 1 {
  return target.environment === 'production' ? 1 : 0;
}

/** Every order that a run of the profile plans, its order limit included; the canary as due at 0. */
export function* scheduledOrders(profile: Profile): Generator<ScheduledOrder, void> {
  const endSeq = profile.limits.orders ?? Number.POSITIVE_INFINITY;
  const first = firstScheduled(profile);
  if (first === 1 && endSeq > 0) yield { seq: 0, atMs: 0, stage: 0 };
  let seq = first;
  for (const { atMs, stage } of arrivalSchedule(profile.load)) {
    if (seq >= endSeq) return;
    yield { seq, atMs, stage };
    seq += 1;
  }
}
