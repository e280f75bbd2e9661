import { type OrderMemory, rememberedOrders } from './order-table.js';
import { maxRecentIds } from './webhook-ids.js';

/** How long the tracker remembers what is over. */
export interface TrackerMemory extends OrderMemory {
  /** At least this many webhook ids are remembered. */
  readonly recentWebhookIds: number;
  /**
   * A webhook that waits longer than this for the answer to its create call is an orphan, in milliseconds. A run waits to its
   * end; whoever watches for ever must not.
   */
  readonly heldForMs: number;
}

/** What a tracker is told of those who feed it. */
export interface TrackerSettings extends TrackerMemory {
  /** Whether the API is asked for the status of an expired order. Where nobody asks, the deadline itself decides. */
  readonly pollsExpired: boolean;
}

/** A million orders that are over, and two million webhook ids: some 230 MB when all are there, however long the run is. */
export const trackerSettings: TrackerSettings = {
  rememberedOrders,
  keepsRows: false,
  recentWebhookIds: maxRecentIds,
  heldForMs: Number.POSITIVE_INFINITY,
  pollsExpired: true,
};
