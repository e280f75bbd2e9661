import { firstScheduled, scheduledOrders } from '../load/scheduled-orders.js';
import type { KilledRun } from './killed-run.js';

/**
 * The instant that the schedule of a killed run counts from, told by the newest order that was planned. The zero of its
 * clock where none was, which is never too late. In the closed model nothing tells when an order was planned but its own line:
 * the newest instant that is known stands for one that was lost.
 */
export function scheduleStartMs({ profile, traces }: Pick<KilledRun, 'profile' | 'traces'>): number {
  const { lastPlanned, lastSenderMs } = traces;
  if (profile.load.model === 'closed') return lastSenderMs;
  if (lastPlanned === null) return 0;
  // After the canary the schedule begins anew.
  if (lastPlanned.seq < firstScheduled(profile)) return lastPlanned.atMs;
  for (const { seq, atMs } of scheduledOrders(profile)) {
    if (seq === lastPlanned.seq) return lastPlanned.atMs - atMs;
  }
  return 0;
}
