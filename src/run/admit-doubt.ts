import { orderMix } from '../load/order-mix.js';
import { firstScheduled, scheduledOrders } from '../load/scheduled-orders.js';
import type { OrderEvent } from '../order-event.js';
import type { EventTaker } from './event-taker.js';
import type { KilledRun } from './killed-run.js';
import { unsettledOrders } from './unsettled-orders.js';

/** Ends every order that may have left without a trace as in doubt, so that each is in a class. */
export function admitDoubt(run: KilledRun, { clock, take }: EventTaker): void {
  const { tracker } = run.journal;
  const { inDoubt } = unsettledOrders(tracker, run.erroredFor);
  const unplanned = new Set(
    inDoubt.filter(({ seq }) => tracker.phase(seq) === 'unknown').map(({ seq }) => seq),
  );
  planLost(run, unplanned, take);
  for (const { seq, reason } of inDoubt) {
    if (reason === null) take({ kind: 'in_doubt', atMs: clock.nowMs(), seq });
  }
}

/** Rebuilds, from the schedule, the `planned` lines that were lost with the process. */
function planLost(
  { profile, lastPlanned }: KilledRun,
  seqs: ReadonlySet<number>,
  take: (event: OrderEvent) => void,
): void {
  if (seqs.size === 0) return;
  const mix = orderMix(profile.orders, profile.replays, profile.load.seed);
  const scheduled = [...scheduledOrders(profile)].filter(
    ({ seq }) => seqs.has(seq) || seq === lastPlanned?.seq,
  );
  const anchor = scheduled.find(({ seq }) => seq === lastPlanned?.seq && seq >= firstScheduled(profile));
  const startMs = (lastPlanned?.atMs ?? 0) - (anchor?.atMs ?? 0);
  for (const { seq, atMs, stage } of scheduled) {
    if (seqs.has(seq)) take({ kind: 'planned', atMs: startMs + atMs, seq, sku: mix.skuOf(seq), stage });
  }
}
