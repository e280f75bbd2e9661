import type { DialectName } from '../contract/dialect.js';
import type { ApiInduction, OrderInduction, WebhookInduction } from '../contract/induction.js';
import type { Cents } from '../contract/money.js';
import type { SignatureSchemeName } from '../contract/signature-scheme.js';
import type { Budget } from './budget.js';
import type { Objective } from './objective.js';

/**
 * A checked profile: every value present, every unit resolved. Durations are milliseconds, rates are orders a second,
 * shares are ratios from 0 to 1, money is cents.
 */
export interface Profile {
  readonly name: string;
  /** The YAML text that it was read from. It holds no secrets: a profile with one is refused. */
  readonly source: string;
  readonly target: TargetProfile;
  readonly receiver: ReceiverProfile;
  readonly load: LoadProfile;
  readonly orders: readonly OrderMixEntry[];
  /** Share of orders that are fired twice at once with one key, and once more with another body. */
  readonly replays: number;
  /** From the planned instant: without a final webhook by then an order counts as later than this. */
  readonly deadlineMs: number;
  readonly limits: LimitsProfile;
  readonly abort: AbortProfile;
  readonly budgets: readonly Budget[];
  /** What metrics and alerts count the orders by. No verdict depends on them. */
  readonly objectives: readonly Objective[];
  /** What `foxload monitor` does; null for a profile that only runs. */
  readonly monitor: MonitorProfile | null;
  /** How safe an event is before foxload goes on: see `JournalMode`. */
  readonly journal: 'process' | 'group' | 'strict';
  readonly sandbox: SandboxProfile;
}

/** Canary orders for ever. */
export interface MonitorProfile {
  /** From one order to the next in the mean. */
  readonly everyMs: number;
  /** Each interval lies within this share of `everyMs` around it. */
  readonly jitter: number;
  /** Of a day in UTC, in cents; null for no limit. */
  readonly spendPerDayCents: Cents | null;
}

export interface TargetProfile {
  /** `embedded`: foxload starts its own simulator. `sandbox` and `production` are somebody's servers. */
  readonly environment: 'embedded' | 'sandbox' | 'production';
  readonly dialect: DialectName;
  /** Null for `embedded`. */
  readonly url: string | null;
  /** Path of a PEM file with the certificate authorities to trust instead of the system's; null for the system's. */
  readonly caFile: string | null;
  /** How long one attempt of a create call may take. */
  readonly attemptTimeoutMs: number;
  /** At most this many connections to the API. */
  readonly connections: number;
}

export interface ReceiverProfile {
  readonly host: string;
  /** 0: any free port (embedded only, where foxload tells its simulator the address). */
  readonly port: number;
  readonly path: string;
  readonly signature: SignatureSchemeName;
}

/** When the orders leave: on a schedule, or whenever a connection is free. */
export type LoadProfile = OpenLoad | ClosedLoad;

/** Orders leave on a schedule, whatever the answers do. */
export interface OpenLoad {
  readonly model: 'open';
  readonly arrivals: 'uniform' | 'poisson';
  readonly stages: readonly LoadStage[];
  /** Orders sent and not yet decided; above it, due orders are dropped and counted. */
  readonly maxInFlight: number;
  readonly seed: number;
}

/** Each connection takes its next order as soon as the create call of its last one is over. Never for production. */
export interface ClosedLoad {
  readonly model: 'closed';
  /** Create calls at once, each on a connection of its own. */
  readonly connections: number;
  /** The load ends after so many. */
  readonly orders: number;
  /** Orders sent and not yet decided; at that many, connections wait. */
  readonly maxInFlight: number;
  readonly seed: number;
}

/**
 * `constant` holds a rate; `ramp` moves in a straight line from the rate before it; `spike` jumps to a rate and back:
 * a ramp after a spike starts from the rate before the spike.
 */
export interface LoadStage {
  readonly kind: 'constant' | 'ramp' | 'spike';
  readonly ratePerSecond: number;
  readonly durationMs: number;
}

export interface OrderMixEntry {
  readonly sku: string;
  readonly quantity: number;
  readonly weight: number;
}

export interface LimitsProfile {
  /** The schedule ends after this many orders; null for no limit. */
  readonly orders: number | null;
  /** Orders whose worst-case price would pass this are dropped; null for no limit. */
  readonly spendCents: Cents | null;
  /** Nothing else may be ordered; null for no such list. */
  readonly skus: readonly SkuLimit[] | null;
}

export interface SkuLimit {
  readonly sku: string;
  /** What one piece may cost at most. */
  readonly maxPriceCents: Cents;
}

/** When a run sends no further orders. A rule that is null is off. */
export interface AbortProfile {
  /** Of the answered orders, the share that was refused or errored. */
  readonly errorRate: number | null;
  /** Of the decided orders, the share that failed. */
  readonly failureRate: number | null;
  /** Without any webhook while orders are open. */
  readonly webhookSilenceMs: number | null;
  /** Of the delivery times of the last minute, undelivered orders counted as late. Never above the deadline. */
  readonly p99Ms: number | null;
  /** Of foxload's own event loop. */
  readonly loopDelayMs: number | null;
  /** So many answered or decided orders have to be there before a rate or p99 counts. */
  readonly afterOrders: number;
}

/** The knobs of the embedded simulator. All durations are those of the real API; `speed` divides them. */
export interface SandboxProfile {
  readonly speed: number;
  readonly seed: number;
  /** `published` lies exactly on the published quantiles, `healthy` at three quarters of those times. */
  readonly curve: 'healthy' | 'published';
  readonly failures: Readonly<Partial<Record<OrderInduction, number>>>;
  readonly webhooks: Readonly<Partial<Record<WebhookInduction, number>>>;
  readonly api: Readonly<Partial<Record<ApiInduction, number>>>;
  /** Also send webhooks for `reserved` and `processing`. */
  readonly intermediateWebhooks: boolean;
  readonly webhookDelayMs: number;
  readonly slowAnswerMs: number;
  /** All answers are held from `atMs` after the first order, for `durationMs`; null for no stall. */
  readonly stall: { readonly atMs: number; readonly durationMs: number } | null;
  readonly balanceCents: Cents;
  /** Create calls a second and key, in real seconds whatever `speed` is; null for no limit. */
  readonly rateLimitPerSecond: number | null;
  /** Orders that can be fulfilled at once, and how long each takes, in real time whatever `speed` is; null: any number. */
  readonly capacity: { readonly suppliers: number; readonly serviceTimeMs: number } | null;
}
