import pLimit from 'p-limit';
import type { TimerClock } from '../clock.js';
import { minPollIntervalMs } from '../contract/endpoints.js';
import { isDecided } from '../contract/order-state.js';
import { maxConcurrentPolls, maxPollsPerOrder, type StatusTeller } from '../load/status-poller.js';
import type { OrderEvent } from '../order-event.js';
import type { Tracker } from '../tracker/tracker.js';
import { Naps } from './naps.js';

/** How often it is looked whether webhooks have settled what is still waited for. */
const lookEveryMs = 50;

export interface SettleParts {
  readonly tracker: Tracker;
  readonly connection: StatusTeller;
  readonly clock: TimerClock;
  readonly take: (event: OrderEvent) => void;
  /** From when on an order that the API does not call decided is timed out. */
  readonly deadlineAtMs: (seq: number) => number;
}

/**
 * Asks what became of accepted orders, each no more often than every 5 s, until it is decided or its deadline has
 * passed. An order whose status can't be learned stays open. Settles when all were asked, or webhooks told the rest.
 */
export async function settleOrders(seqs: readonly number[], parts: SettleParts): Promise<void> {
  const { tracker, clock } = parts;
  const limit = pLimit(maxConcurrentPolls);
  const naps = new Naps(clock);
  let callOffLook = (): void => {};
  const look = (): void => {
    if (seqs.some((seq) => isOpen(tracker, seq))) callOffLook = clock.after(lookEveryMs, look);
    else naps.end();
  };
  look();
  await Promise.all(seqs.map((seq) => settleOrder(seq, parts, limit, naps)));
  callOffLook();
}

async function settleOrder(
  seq: number,
  { tracker, connection, clock, take, deadlineAtMs }: SettleParts,
  limit: ReturnType<typeof pLimit>,
  naps: Naps,
): Promise<void> {
  const orderId = tracker.orderId(seq);
  if (orderId === undefined) return;
  let unusable = 0;
  // A webhook that is repeated meanwhile settles the order, too.
  while (isOpen(tracker, seq) && unusable < maxPollsPerOrder) {
    const { news, retryAfterMs } = await limit(() => connection.status(orderId));
    const atMs = clock.nowMs();
    const [state, reason] = [news?.state ?? null, news?.reason ?? null];
    const isLast = state !== null && (isDecided(state) || atMs > deadlineAtMs(seq));
    if (isLast) take({ kind: 'expired', atMs, seq });
    // Also journalled when it told nothing: whoever goes on with the run has to know when it was asked.
    take({ kind: 'polled', atMs, seq, state, reason, last: isLast });
    if (isLast) return;
    if (state === null) unusable += 1;
    if (unusable < maxPollsPerOrder) await naps.sleep(Math.max(minPollIntervalMs, retryAfterMs ?? 0));
  }
}

function isOpen(tracker: Tracker, seq: number): boolean {
  const phase = tracker.phase(seq);
  return phase === 'open' || phase === 'expired';
}
