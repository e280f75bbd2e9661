import type { RefusalReason } from '../contract/refusal-reason.js';
import type { Tracker } from '../tracker/tracker.js';

/** The orders of a killed run whose end is not known. */
export interface UnsettledOrders {
  /** Accepted and not decided: their status can be asked for. */
  readonly open: readonly number[];
  /** Perhaps sent, perhaps taken: only their key can tell. `reason`: why they ended as errored; null while they have not. */
  readonly inDoubt: readonly { readonly seq: number; readonly reason: RefusalReason | null }[];
}

/**
 * Looks at every order that may have left: those planned, and those covered by an intent although the line that planned
 * them was lost.
 *
 * @param erroredFor the reason of each order that ended as errored
 */
export function unsettledOrders(
  tracker: Tracker,
  erroredFor: ReadonlyMap<number, RefusalReason>,
): UnsettledOrders {
  const { planned, intended } = tracker.counters;
  const open: number[] = [];
  const inDoubt: { seq: number; reason: RefusalReason | null }[] = [];
  for (let seq = 0; seq < Math.max(planned, intended); seq += 1) {
    const phase = tracker.phase(seq);
    if (phase === 'open' || phase === 'expired') open.push(seq);
    else if (phase === 'errored') inDoubt.push({ seq, reason: erroredFor.get(seq) ?? 'other' });
    else if (phase === 'planned' || phase === 'sent' || phase === 'unknown')
      inDoubt.push({ seq, reason: null });
  }
  return { open, inDoubt };
}
