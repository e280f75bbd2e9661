import type { FailureReason } from '../contract/failure-reason.js';
import type { WebhookClass } from '../tracker/tracker-counters.js';

/** A class of webhooks that should not come. */
export type WebhookAnomaly = Exclude<WebhookClass, 'accepted'>;

/**
 * A run over time: intervals of one length from its first planned order on, and for each of them one value in every list.
 * Counts are those of the interval; null where it has no figure.
 */
export interface SeriesFigures {
  /** The length of an interval: a second, doubled as often as the run's length asked for. */
  readonly intervalMs: number;
  /** How many intervals there are. */
  readonly intervals: number;
  readonly planned: readonly number[];
  readonly sent: readonly number[];
  readonly dropped: readonly number[];
  readonly accepted: readonly number[];
  readonly refused: readonly number[];
  readonly errored: readonly number[];
  readonly delivered: readonly number[];
  readonly failed: readonly number[];
  readonly timedOut: readonly number[];
  readonly lost: readonly number[];
  /** Orders that are sent and not decided at the end of the interval. */
  readonly inFlight: readonly number[];
  /** Orders without an end by their deadline, by the interval in which that was known. */
  readonly undelivered: readonly number[];
  /**
   * The delivery times of the orders that were decided in the interval, undelivered ones counted as later than the deadline: at
   * most 3.2 % above the true percentile, never below. `beyond` is what lies beyond the deadline; null without an order.
   */
  readonly deliveryP50Ms: readonly (number | 'beyond' | null)[];
  readonly deliveryP95Ms: readonly (number | 'beyond' | null)[];
  readonly deliveryP99Ms: readonly (number | 'beyond' | null)[];
  /** From the planned instant to the actual send, as exact as the delivery times. */
  readonly sendLagP99Ms: readonly (number | null)[];
  /** The longest delay of foxload's own event loop; null where nothing is known of it. */
  readonly loopDelayMaxMs: readonly (number | null)[];
  readonly failures: Readonly<Record<FailureReason, readonly number[]>>;
  readonly anomalies: Readonly<Record<WebhookAnomaly, readonly number[]>>;
}
