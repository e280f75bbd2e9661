import type { DialectName } from '../contract/dialect.js';
import type { ApiInduction, OrderInduction, WebhookInduction } from '../contract/induction.js';
import type { Cents } from '../contract/money.js';
import type { SignatureSchemeName } from '../contract/signature-scheme.js';
import type { Capacity } from './supplier-pool.js';

/**
 * Everything a simulator is started with. All durations are those of the real API, in milliseconds; `speed` divides
 * them. Shares are ratios from 0 to 1.
 */
export interface SandboxOptions {
  readonly dialect: DialectName;
  readonly signature: SignatureSchemeName;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** The accepted keys; all belong to one partner, so to one balance. Anything else is answered 401. */
  readonly apiKeys: readonly string[];
  /** Where webhooks go; null: none are sent. */
  readonly webhookUrl: string | null;
  readonly webhookSecret: Buffer;
  readonly speed: number;
  readonly seed: number;
  /** `published` lies exactly on the published quantiles, `healthy` at three quarters of those times. */
  readonly curve: 'healthy' | 'published';
  /** What becomes of orders: shares of one draw, so an order meets at most one of them. */
  readonly failures: Readonly<Partial<Record<OrderInduction, number>>>;
  /** What goes wrong with webhooks: each drawn for itself. */
  readonly webhooks: Readonly<Partial<Record<WebhookInduction, number>>>;
  /** What goes wrong with create calls: shares of one draw per call, but for `forget_key`, which belongs to the order. */
  readonly api: Readonly<Partial<Record<ApiInduction, number>>>;
  /** Also send webhooks for `reserved`, `processing` and `refunded`. */
  readonly intermediateWebhooks: boolean;
  readonly webhookDelayMs: number;
  readonly slowAnswerMs: number;
  /** All answers are held from `atMs` after the first create call, for `durationMs`; null for no stall. */
  readonly stall: { readonly atMs: number; readonly durationMs: number } | null;
  readonly balanceCents: Cents;
  /** Create calls a second and key, in real seconds whatever `speed` is; null for no limit. */
  readonly rateLimitPerSecond: number | null;
  /** How many orders a second can be fulfilled, in real time whatever `speed` is; null for no limit. */
  readonly capacity: Capacity | null;
}
