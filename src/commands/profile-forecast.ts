import { expectedOrders, loadDurationMs } from '../load/arrival-schedule.js';
import type { Profile } from '../profile/profile.js';

/** What a profile would do, told before anything is sent. */
export interface ProfileForecast {
  /** Orders that the schedule expects, its limit included: exact for uniform arrivals, the mean for Poisson ones. */
  readonly orders: number;
  readonly loadMs: number;
  /** The load and the longest possible drain: the last order's deadline. */
  readonly atMostMs: number;
  /** Whether `limits.orders` ends the schedule early. */
  readonly cutByLimit: boolean;
}

export function profileForecast({ load, limits, deadlineMs }: Profile): ProfileForecast {
  const scheduled = expectedOrders(load.stages);
  const loadMs = loadDurationMs(load.stages);
  const limit = limits.orders ?? Number.POSITIVE_INFINITY;
  return {
    orders: Math.min(scheduled, limit),
    loadMs,
    atMostMs: loadMs + deadlineMs,
    cutByLimit: scheduled > limit,
  };
}
