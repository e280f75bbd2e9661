import type { RunStatus } from '../report/status-line.js';
import type { RunView } from '../run/run-view.js';
import { ledgerOf } from '../tracker/ledger.js';
import { profileForecast } from './profile-forecast.js';

/** Reads where a run stands, time after time. The rate is that since the reading before. */
export function runStatusReader(view: RunView): () => RunStatus {
  const { orders, loadMs } = profileForecast(view.profile);
  let last = { atMs: view.nowMs(), sent: 0 };
  let drainSinceMs: number | null = null;
  return () => {
    const nowMs = view.nowMs();
    const { flow, profile, tracker, latency } = view;
    const { sent } = tracker.counters;
    const sentPerSecond = ((sent - last.sent) * 1000) / Math.max(1, nowMs - last.atMs);
    last = { atMs: nowMs, sent };
    const inLoad = flow.phase === 'load';
    // A load that was cut short ends before its schedule does, so its end has to be seen.
    if (!inLoad) drainSinceMs ??= nowMs;
    const endMs = drainSinceMs === null ? flow.startMs + (loadMs ?? 0) : drainSinceMs + profile.deadlineMs;
    const { failed, timedOut, lost, refused, errored } = ledgerOf(tracker.counters);
    return {
      phase: inLoad ? 'load' : 'drain',
      leftMs: endMs - nowMs,
      ordersLeft: profile.load.model === 'closed' ? orders - tracker.counters.planned : null,
      sentPerSecond,
      inFlight: tracker.inFlight,
      delivery: latency.figures().delivery,
      failed: failed + timedOut + lost + refused + errored,
    };
  };
}
