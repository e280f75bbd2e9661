import { closedOrders, scheduledOrders } from '../load/scheduled-orders.js';
import { maxIntentsAhead } from './closed-offer.js';
import type { KilledRun } from './killed-run.js';
import { scheduleStartMs } from './schedule-start.js';
import { intentAheadMs } from './scheduled-intents.js';

/**
 * Where the newest intent of a killed run may be a damaged line: the first order that it can't have covered. `told`: the first
 * one that neither an intent nor a `planned` line tells of.
 */
export function lostIntentEnd(run: Pick<KilledRun, 'profile' | 'traces'>, told: number): number {
  const { load, limits } = run.profile;
  // Of two lines of the closed model, the later one is written when half of the other's orders were taken.
  if (load.model === 'closed') return Math.min(told + 2 * maxIntentsAhead, closedOrders(load, limits));
  // It covered orders that were due up to this long after it.
  const untilMs = run.traces.lastSenderMs + intentAheadMs - scheduleStartMs(run);
  let due = 0;
  for (const { seq, atMs } of scheduledOrders(run.profile)) {
    if (atMs > untilMs) break;
    due = seq + 1;
  }
  return due;
}
