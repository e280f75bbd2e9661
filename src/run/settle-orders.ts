import pLimit from 'p-limit';
import type { TimerClock } from '../clock.js';
import { minPollIntervalMs } from '../contract/endpoints.js';
import { isDecided } from '../contract/order-state.js';
import { maxConcurrentPolls, maxPollsPerOrder, type StatusTeller } from '../load/status-poller.js';
import type { OrderEvent } from '../order-event.js';
import type { Tracker } from '../tracker/tracker.js';

export interface SettleParts {
  readonly tracker: Tracker;
  readonly connection: StatusTeller;
  readonly clock: TimerClock;
  readonly take: (event: OrderEvent) => void;
}

/**
 * Asks what became of accepted orders, each no more often than every 5 s, until it is decided or its deadline has
 * passed. An order whose status can't be learned stays open. Settles when all were asked.
 */
export async function settleOrders(seqs: readonly number[], parts: SettleParts): Promise<void> {
  const limit = pLimit(maxConcurrentPolls);
  await Promise.all(seqs.map((seq) => settleOrder(seq, parts, limit)));
}

async function settleOrder(
  seq: number,
  { tracker, connection, clock, take }: SettleParts,
  limit: ReturnType<typeof pLimit>,
): Promise<void> {
  const orderId = tracker.orderId(seq);
  if (orderId === undefined) return;
  let unusable = 0;
  // A webhook that is repeated meanwhile settles the order, too.
  while (isOpen(tracker, seq) && unusable < maxPollsPerOrder) {
    const { news, retryAfterMs } = await limit(() => connection.status(orderId));
    const atMs = clock.nowMs();
    if (news === null) unusable += 1;
    else if (isDecided(news.state) || atMs > tracker.deadlineAtMs(seq)) {
      take({ kind: 'expired', atMs, seq });
      take({ kind: 'polled', atMs, seq, state: news.state, reason: news.reason, last: true });
      return;
    }
    if (unusable < maxPollsPerOrder) await sleep(clock, Math.max(minPollIntervalMs, retryAfterMs ?? 0));
  }
}

function isOpen(tracker: Tracker, seq: number): boolean {
  const phase = tracker.phase(seq);
  return phase === 'open' || phase === 'expired';
}

function sleep(clock: TimerClock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}
