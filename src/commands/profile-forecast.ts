import { expectedOrders, loadDurationMs } from '../load/arrival-schedule.js';
import type { Profile } from '../profile/profile.js';

/** What a profile would do, told before anything is sent. */
export interface ProfileForecast {
  /** Orders that the load expects, its limit included: the mean for Poisson arrivals, exact for all others. */
  readonly orders: number;
  /** Whether `orders` is a mean. */
  readonly isMean: boolean;
  /** Null in the closed model: it takes as long as the API takes to answer. */
  readonly loadMs: number | null;
  /** From the first order to the last one's deadline. Asking the API about missing webhooks may take seconds more. */
  readonly lastDeadlineMs: number | null;
  /** Whether `limits.orders` ends the load early. */
  readonly cutByLimit: boolean;
}

export function profileForecast({ load, limits, deadlineMs }: Profile): ProfileForecast {
  const isOpen = load.model === 'open';
  const offered = isOpen ? expectedOrders(load.stages) : load.orders;
  const loadMs = isOpen ? loadDurationMs(load.stages) : null;
  const limit = limits.orders ?? Number.POSITIVE_INFINITY;
  return {
    orders: Math.min(offered, limit),
    isMean: isOpen && load.arrivals === 'poisson',
    loadMs,
    lastDeadlineMs: loadMs === null ? null : loadMs + deadlineMs,
    cutByLimit: offered > limit,
  };
}
