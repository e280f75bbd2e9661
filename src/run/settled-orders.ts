import { scheduledOrders } from '../load/scheduled-orders.js';
import type { Profile } from '../profile/profile.js';
import type { Ledger } from '../tracker/ledger.js';

/** Every order of the schedule, each in exactly one class. */
export interface SettledOrders {
  readonly neverSent: number;
  readonly dropped: number;
  readonly refused: number;
  readonly delivered: number;
  readonly failed: number;
  /** The API does not call it decided, and its deadline has passed. */
  readonly timedOut: number;
  /** Delivered by the API's word; its webhook did not come in time. */
  readonly lost: number;
  readonly open: number;
  readonly inDoubt: number;
}

/** Sorts a run's schedule by its ledger: what was not planned was never sent. */
export function settledOrders(profile: Profile, ledger: Ledger): SettledOrders {
  const { planned, dropped, refused, errored, delivered, failed, timedOut, lost, open } = ledger;
  let scheduled = 0;
  for (const _ of scheduledOrders(profile)) scheduled += 1;
  const neverSent = Math.max(0, scheduled - planned);
  return { neverSent, dropped, refused, delivered, failed, timedOut, lost, open, inDoubt: errored };
}
