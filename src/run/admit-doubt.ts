import { orderMix } from '../load/order-mix.js';
import { scheduledOrders } from '../load/scheduled-orders.js';
import type { OrderEvent } from '../order-event.js';
import type { EventTaker } from './event-taker.js';
import type { KilledRun } from './killed-run.js';
import { scheduleStartMs } from './schedule-start.js';
import { unsettledOrders } from './unsettled-orders.js';

/** Ends every order that may have left without a trace as in doubt, and every due one that has not left as dropped. */
export function admitDoubt(run: KilledRun, { clock, take }: EventTaker): void {
  const { tracker } = run.journal;
  const { inDoubt, unsent } = unsettledOrders(run);
  const unplanned = inDoubt.map(({ seq }) => seq).filter((seq) => tracker.phase(seq) === 'unknown');
  planLost(run, new Set(unplanned), take);
  for (const { seq, reason } of inDoubt) {
    if (reason === null) take({ kind: 'in_doubt', atMs: clock.nowMs(), seq });
  }
  for (const seq of unsent) take({ kind: 'dropped', atMs: clock.nowMs(), seq, reason: 'shutdown' });
}

/** Rebuilds, from the schedule, the `planned` lines that were lost with the process. */
function planLost(run: KilledRun, seqs: ReadonlySet<number>, take: (event: OrderEvent) => void): void {
  if (seqs.size === 0) return;
  const { orders, replays, load } = run.profile;
  const mix = orderMix(orders, replays, load.seed);
  const startMs = scheduleStartMs(run);
  let left = seqs.size;
  for (const { seq, atMs, stage } of scheduledOrders(run.profile)) {
    if (!seqs.has(seq)) continue;
    take({ kind: 'planned', atMs: startMs + atMs, seq, sku: mix.skuOf(seq), stage });
    left -= 1;
    if (left === 0) return;
  }
}
