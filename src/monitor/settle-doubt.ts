import type { CreateCaller } from '../load/order-call.js';
import { settleByReplay } from '../run/settle-by-replay.js';
import { canaryCommand } from './canary-offer.js';
import type { Monitor } from './monitor.js';

/** What became of the orders that a killed process may have sent. */
export interface SettledDoubt {
  readonly asked: number;
  /** Not asked for again, since their deadline has passed, or today's money is spent: they count as errored. */
  readonly left: number;
}

export interface DoubtParts {
  readonly monitor: Monitor;
  readonly connection: CreateCaller;
  readonly runSecret: Buffer;
  /** False: the keys of these orders can't be made again. */
  readonly hasKeys: boolean;
  /** False: no further key is sent. */
  readonly mayGoOn: () => boolean;
}

/**
 * Ends every order as in doubt that a killed process may have sent, and asks for those again, under their own keys, whose deadline
 * has not passed: so the API's orders and ours are the same ones. Settles when every call is over.
 */
export async function settleDoubt(parts: DoubtParts): Promise<SettledDoubt> {
  const { monitor, connection, runSecret, hasKeys, mayGoOn } = parts;
  const { clock, take, fold, tracker, profile } = monitor;
  const phases = ['planned', 'sent'];
  const doubtful = fold.open.seqs.filter((seq) => phases.includes(tracker.phase(seq)));
  for (const seq of doubtful) take({ kind: 'in_doubt', atMs: clock.nowMs(), seq });
  const asked = doubtful.filter((seq) => hasKeys && mayBeAsked(monitor, seq));
  for (const seq of doubtful) if (!asked.includes(seq)) fold.open.leave(seq);
  const skus = new Map(asked.map((seq) => [seq, fold.open.skuOf(seq) ?? 0]));
  await settleByReplay(
    asked.map((seq) => ({ seq, reason: 'other' })),
    {
      connection,
      clock,
      take,
      mayGoOn,
      seed: profile.load.seed,
      commandOf: (seq) => canaryCommand(profile.orders, runSecret, seq, skus.get(seq) ?? 0),
    },
  );
  return { asked: asked.length, left: doubtful.length - asked.length };
}

/** An order whose worst case was set aside on an earlier day has to find room in today's. */
function mayBeAsked({ clock, tracker, fold }: Monitor, seq: number): boolean {
  if (clock.nowMs() > tracker.deadlineAtMs(seq)) return false;
  return (
    fold.limit.covers(seq) || fold.limit.reserve(fold.spend.worstCents(fold.open.skuOf(seq) ?? 0, false))
  );
}
