import type { RefusalReason } from '../contract/refusal-reason.js';
import type { CreateReading } from './read-create.js';

/**
 * What earlier attempts leave open about an order: nothing; they were answered, but not in a way that tells whether the
 * order exists; or one was not answered at all, so that it may have made the order, or still be on its way.
 */
export type Doubt = 'none' | 'answered' | 'unanswered';

/** A gateway that lost the API, or stopped waiting for it, answers for itself: the API may hear of the call yet. */
const gatewayStatuses: ReadonlySet<number> = new Set([502, 504]);

/**
 * The doubt after one more attempt. One that never found a connection (`started` is false) can't have done anything. Of
 * two that are under way at once (`hasTwin`), nobody knows which one the API looked at first, so that the answer to the
 * one proves nothing about the other.
 */
export function doubtAfter(before: Doubt, reading: CreateReading, started: boolean, hasTwin: boolean): Doubt {
  if (reading.kind === 'read' || !started) return before;
  const { status } = reading;
  if (hasTwin || status === null || gatewayStatuses.has(status)) return 'unanswered';
  return before === 'none' ? 'answered' : before;
}

/**
 * Whether a refusal proves that there is no order under the key. Lack of money or stock is only found after the key was
 * looked up, so it does where each attempt before was answered. A rate limit, a refused API key or a body that can't be
 * read is told before anybody looks, and says nothing about an earlier attempt.
 */
export function provesNoOrder(reason: RefusalReason, doubt: Doubt): boolean {
  const afterLookUp = reason === 'insufficient_funds' || reason === 'out_of_stock';
  return doubt === 'none' || (doubt === 'answered' && afterLookUp);
}
