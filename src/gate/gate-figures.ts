import type { MeasuredTimes } from '../latency/measured-times.js';
import type { LatencyName } from '../latency/run-latency.js';

/** Everything of a run that a budget can speak of, taken once after the drain. */
export interface GateFigures extends OrderSample {
  readonly orders: OrderFigures & {
    readonly planned: number;
    readonly dropped: number;
  };
  readonly webhooks: WebhookFigures;
  readonly idempotency: {
    /** How often a key was used again on purpose. */
    readonly replays: number;
    /** How often that gave a second order. */
    readonly violations: number;
  };
  /** Money debited, in cents; refunds are not subtracted. */
  readonly spendCents: number;
  /** The parts of the orders that budgets select, by the text of the selection. */
  readonly selections: ReadonlyMap<string, OrderSample>;
}

/** What is known of orders, of all or of a part of them. */
export interface OrderSample {
  readonly latency: Readonly<Record<LatencyName, MeasuredTimes>>;
  readonly orders: OrderFigures;
  /** Failed orders by reason, every reason of the closed list present. */
  readonly failures: Readonly<Record<string, number>>;
  /** Create calls that did not end in an accepted order, errored ones among them, every listed reason present. */
  readonly refusals: Readonly<Record<string, number>>;
}

/** Counts of the ledger. */
export interface OrderFigures {
  readonly sent: number;
  readonly errored: number;
  readonly delivered: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly lost: number;
}

/** Classes of webhooks that should not come, by their names in budgets and reports. */
export const faultyWebhooks = [
  'duplicate',
  'late',
  'orphan',
  'forged',
  'malformed',
  'outOfOrder',
  'conflicting',
] as const;
export type FaultyWebhook = (typeof faultyWebhooks)[number];

export interface WebhookFigures extends Readonly<Record<FaultyWebhook, number>> {
  readonly received: number;
}
