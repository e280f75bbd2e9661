import type { VerdictResult } from '../gate/verdict.js';
import type { RunLatency } from '../latency/run-latency.js';
import type { ObjectiveCounts } from '../objectives/objective-counts.js';
import type { Profile } from '../profile/profile.js';
import type { Tracker } from '../tracker/tracker.js';
import type { GeneratorReading } from './generator-reading.js';
import type { OrderFlow } from './order-flow.js';
import type { RunJudgement } from './run-judgement.js';
import type { SpendAccount } from './spend-account.js';
import type { WebhookTimes } from './webhook-times.js';

/** A run while it goes on, to be looked at and not to be touched: for status lines, metrics and live pages. */
export interface RunView {
  readonly id: string;
  readonly folder: string;
  readonly profile: Profile;
  /** What metrics call it: a run by its model, or a monitor. */
  readonly mode: 'open' | 'closed' | 'monitor';
  /** The API's address, and the receiver's as the API must know it. */
  readonly target: string;
  readonly webhookUrl: string;
  /** What the API shows of the partner's balance before the load; null where it shows none. */
  readonly balanceCents: number | null;
  readonly tracker: Tracker;
  readonly latency: RunLatency;
  readonly objectives: ObjectiveCounts;
  readonly spend: SpendAccount;
  readonly webhookTimes: Pick<WebhookTimes, 'readings'>;
  readonly flow: Pick<OrderFlow, 'phase' | 'startMs'>;
  /** Settles when what it has counted so far is safe on the disk; absent where no later process goes on with its counters. */
  readonly kept?: () => Promise<unknown>;
  /** What the run would come to if it ended now; after its end, what it came to. */
  verdict(): VerdictResult;
  /** The same with its reasons and budgets. */
  judgement(): RunJudgement;
  /** How the machine that measures fared so far. */
  generator(): GeneratorReading;
  /** The run's clock now, and the same as milliseconds since 1970. */
  nowMs(): number;
  wallMs(atMs: number): number;
  /** Arrival of the newest authentic webhook on the run's clock; null before the first. */
  lastWebhookMs(): number | null;
}
