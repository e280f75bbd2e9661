import type { WindowFigures } from '../latency/sliding-window.js';
import { formatDuration } from '../profile/duration.js';
import type { AbortProfile } from '../profile/profile.js';
import { formatShare } from '../profile/share.js';

/** How a run fares at one moment, as far as rules can stop it. */
export interface AbortReading {
  /** Orders whose create call is over: accepted, refused or errored. */
  readonly answered: number;
  /** Those of them that were refused or errored. */
  readonly notAccepted: number;
  /** Orders whose end is known: delivered, failed, timed out or lost. */
  readonly decided: number;
  /** Those of them that failed. */
  readonly failed: number;
  /** p99 of the delivery times of the last minute, undelivered orders counted as late; null for an empty window. */
  readonly p99: WindowFigures['p99'] | null;
  /** Since the last webhook, or since the first order was accepted if none came; null while no order is open. */
  readonly webhookSilenceMs: number | null;
  /** The longest that the event loop was held up since the reading before. */
  readonly loopDelayMs: number;
}

/** Why the run must send no further orders: the rule, the value found and its limit in one sentence; null for no reason. */
export function abortReason(rules: AbortProfile, reading: AbortReading): string | null {
  const { answered, notAccepted, decided, failed, webhookSilenceMs, loopDelayMs } = reading;
  return (
    rateReason('errorRate', rules.errorRate, notAccepted, answered, rules.afterOrders) ??
    rateReason('failureRate', rules.failureRate, failed, decided, rules.afterOrders) ??
    p99Reason(rules, reading) ??
    timeReason('webhookSilence', rules.webhookSilenceMs, webhookSilenceMs) ??
    timeReason('loopDelay', rules.loopDelayMs, loopDelayMs)
  );
}

const told = {
  errorRate: 'answered orders were refused or errored',
  failureRate: 'decided orders failed',
  webhookSilence: 'no webhook came for',
  loopDelay: 'foxload itself was held up for',
} as const;

function rateReason(
  rule: 'errorRate' | 'failureRate',
  limit: number | null,
  count: number,
  of: number,
  afterOrders: number,
): string | null {
  if (limit === null || of < afterOrders || count / of <= limit) return null;
  const found = `${count} of ${of} ${told[rule]} (${formatShare(count / of)})`;
  return `abort.${rule}: ${found}, the limit is ${formatShare(limit)}`;
}

/** An undelivered order is known to be later than the deadline, and the limit is never above that. */
function p99Reason(
  { p99Ms: limitMs, afterOrders }: AbortProfile,
  { p99, decided }: AbortReading,
): string | null {
  if (limitMs === null || p99 === null || decided < afterOrders) return null;
  const found = (text: string): string =>
    `abort.p99: the p99 of the last minute was ${text}, the limit is ${formatDuration(limitMs)}`;
  if (p99.beyondMs !== null) return found(`more than ${formatDuration(p99.beyondMs)}`);
  return p99.ms !== null && p99.ms > limitMs ? found(formatDuration(p99.ms)) : null;
}

function timeReason(
  rule: 'webhookSilence' | 'loopDelay',
  limitMs: number | null,
  foundMs: number | null,
): string | null {
  if (limitMs === null || foundMs === null || foundMs <= limitMs) return null;
  return `abort.${rule}: ${told[rule]} ${formatDuration(foundMs)}, the limit is ${formatDuration(limitMs)}`;
}
