import type { TimerClock } from '../clock.js';
import type { CreateCaller } from '../load/order-call.js';
import type { OrderMix } from '../load/order-mix.js';
import type { Profile } from '../profile/profile.js';
import type { EarlyEnd } from './early-end.js';
import type { Measurement } from './measurement.js';
import type { SpendAccount } from './spend-account.js';

/** What plans and sends the orders of a run: the open model's schedule, or the closed model's connections. */
export interface LoadOffer {
  /** Create calls that are not over. */
  readonly unfinished: number;
  /** Settles when no further order will be planned: all were, or it was stopped. */
  run(): Promise<void>;
  /** No new orders; the calls of those that were sent go on. */
  stop(): void;
  /** Gives up every create call that is not over: each ends as errored. */
  abort(): void;
}

/** What an offer is made with. */
export interface LoadOfferParts {
  readonly profile: Profile;
  readonly measurement: Measurement;
  readonly spend: SpendAccount;
  readonly mix: OrderMix;
  /** The clock whose timers a schedule waits on: the run's own, or the same one with finer timers. */
  readonly timers: TimerClock;
  readonly connection: CreateCaller;
  /** The closed model's connections, each for one create call at a time. */
  readonly closedConnections: readonly CreateCaller[];
  /** What the orders' keys come from. */
  readonly runSecret: Buffer;
  /** Told the instant that the load counts from, when it begins. */
  readonly begins: (startMs: number) => void;
  /** Ends the load early. */
  readonly end: (reason: EarlyEnd) => void;
}
