import type { RefusalReason } from '../contract/refusal-reason.js';
import type { KilledRun } from './killed-run.js';
import { lostIntentEnd } from './lost-intent.js';

/** The orders of a killed run whose end is not known. */
export interface UnsettledOrders {
  /** Accepted and not decided: their status can be asked for. */
  readonly open: readonly number[];
  /** Perhaps sent, perhaps taken: only their key can tell. */
  readonly inDoubt: readonly DoubtfulOrder[];
  /** Due, and not sent for certain: no intent covers them. */
  readonly unsent: readonly number[];
}

export interface DoubtfulOrder {
  readonly seq: number;
  /** Why it ended as errored; null while it has not ended. */
  readonly reason: RefusalReason | null;
  /** Whether the line that allowed it to leave is there. Without it, nobody may send its key again. */
  readonly intended: boolean;
}

type Run = Pick<KilledRun, 'journal' | 'profile' | 'traces'>;

/**
 * Looks at every order that may have left: those planned, and those covered by an intent although the line that planned
 * them was lost. An order leaves only after its intent is safe, so one without an intent stayed, unless lines of the
 * journal are damaged: one of those may have been its intent.
 */
export function unsettledOrders(run: Run): UnsettledOrders {
  const { tracker, skipped } = run.journal;
  const { intended, erroredFor, senderEnded } = run.traces;
  const isDamaged = skipped.length > 0;
  const [open, unsent]: [number[], number[]] = [[], []];
  const inDoubt: DoubtfulOrder[] = [];
  const end = Math.min(endOfDoubt(run, isDamaged), run.traces.drainedFrom ?? Number.POSITIVE_INFINITY);
  for (let seq = 0; seq < end; seq += 1) {
    const phase = tracker.phase(seq);
    const covered = intended.covers(seq);
    const mayHaveLeft = isDamaged || (covered && !senderEnded);
    const doubt = (reason: RefusalReason | null) => inDoubt.push({ seq, reason, intended: covered });
    if (phase === 'open' || phase === 'expired') open.push(seq);
    else if (phase === 'errored') doubt(erroredFor.get(seq) ?? 'other');
    else if (phase === 'sent') doubt(null);
    else if (phase === 'planned' || phase === 'unknown') {
      if (mayHaveLeft) doubt(null);
      else if (phase === 'planned') unsent.push(seq);
    }
  }
  return { open, inDoubt, unsent };
}

/** No order from this number on can have left. */
function endOfDoubt(run: Run, isDamaged: boolean): number {
  const { planned, intended } = run.journal.tracker.counters;
  const told = Math.max(planned, intended);
  if (!isDamaged) return told;
  return Math.max(told, lostIntentEnd(run, told));
}
