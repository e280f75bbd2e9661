import { expectedOrders, loadDurationMs } from '../load/arrival-schedule.js';
import type { Profile } from '../profile/profile.js';

/** What a profile would do, told before anything is sent. */
export interface ProfileForecast {
  /** Orders that the schedule expects, its limit included: exact for uniform arrivals, the mean for Poisson ones. */
  readonly orders: number;
  readonly loadMs: number;
  /** From the first order to the last one's deadline. Asking the API about missing webhooks may take seconds more. */
  readonly lastDeadlineMs: number;
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
    lastDeadlineMs: loadMs + deadlineMs,
    cutByLimit: scheduled > limit,
  };
}
