import type { BudgetResult } from '../gate/judge.js';
import type { Verdict } from '../gate/verdict.js';
import type { LatencyFigures } from '../latency/latency-figures.js';
import type { LatencyName } from '../latency/run-latency.js';
import type { Ledger } from '../tracker/ledger.js';
import type { PaceFigures } from './load-pace.js';

/** The version of `report.json`. A change that could mislead a reader of older versions raises it. */
export const resultSchema = 1;

/**
 * What a run came to: one plain value, the same in memory and in `report.json`. Every report, gate and comparison only
 * reads it. Times are milliseconds, rates are ratios, money is US dollars; null where there is no figure.
 */
export interface RunResult {
  readonly schema: typeof resultSchema;
  readonly run: RunFacts;
  readonly verdict: Verdict;
  readonly ledger: Ledger;
  readonly latency: Readonly<Record<LatencyName, LatencyFigures>>;
  readonly pace: PaceFigures;
  /** Accepted orders that failed, by reason; `retryable` is null where nobody knows. Rate over decided orders. */
  readonly failures: readonly FailureCount[];
  /** Sent orders that were not accepted, by reason, errored ones among them. Rate over sent orders. */
  readonly refusals: readonly ReasonCount[];
  /** Due orders that were not sent, by reason. Rate over planned orders. */
  readonly drops: readonly ReasonCount[];
  readonly webhooks: WebhookCounts;
  readonly idempotency: { readonly replays: number; readonly violations: number };
  readonly codes: { readonly opened: number; readonly failed: number };
  readonly retries: { readonly attempts: number; readonly exhausted: number };
  /** The API's breaches of its contract, by place and kind, with the first of each kind explained. */
  readonly contract: { readonly violations: readonly ContractBreach[] };
  readonly generator: GeneratorFigures;
  readonly spend: SpendFigures;
  readonly budgets: readonly BudgetResult[];
}

export interface RunFacts {
  readonly id: string;
  /** The profile's name. */
  readonly profile: string;
  readonly environment: string;
  /** The API's address. */
  readonly target: string;
  readonly dialect: string;
  readonly model: 'open' | 'closed';
  /** What the figures must not be taken for, in one sentence; null where they may be taken for a service level. */
  readonly caveat: string | null;
  /** Dates in ISO 8601. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly seed: number;
  /** foxload's version. */
  readonly version: string;
  /** Node's version. */
  readonly node: string;
  readonly cores: number;
  /** What delivery times beyond it are not told apart: an order's time limit from its planned instant. */
  readonly deadlineMs: number;
  /** The signal that cut the run short; null when it ran to its end. */
  readonly interruptedBy: NodeJS.Signals | null;
  /** Why the run itself ended its load before the schedule did, in one sentence; null when it did not. */
  readonly endedEarly: string | null;
  /** Whether foxload was killed in between and its orders were settled later. */
  readonly resumed: boolean;
}

export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
  readonly rate: number;
}

export interface FailureCount extends ReasonCount {
  readonly retryable: boolean | null;
}

export interface WebhookCounts {
  readonly received: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly late: number;
  readonly orphan: number;
  readonly forged: number;
  readonly malformed: number;
  readonly outOfOrder: number;
  readonly conflicting: number;
  /** Those of any class that only an older webhook secret could prove or open. */
  readonly oldSecret: number;
}

export interface ContractBreach {
  /** Such as `answer.not_json`. */
  readonly violation: string;
  readonly count: number;
  readonly example: string;
}

/** Null for a resumed run: the process that measured took its own figures along. */
export interface GeneratorFigures {
  readonly loopDelayP99Ms: number | null;
  readonly cpuRatio: number | null;
  readonly receiverP99Ms: number | null;
  readonly saturated: boolean;
}

export interface SpendFigures {
  readonly debitedUsd: number;
  readonly refundedUsd: number;
  readonly limitUsd: number | null;
}
