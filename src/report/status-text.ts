import { loadDurationMs } from '../load/arrival-schedule.js';
import type { RunView } from '../run/run-view.js';
import { ledgerOf } from '../tracker/ledger.js';
import { countText, percentileText, timeText } from './figure-text.js';

/** Where a run stands, in one line of about 80 characters; percentiles are provisional until the drain is over. */
export function statusText(view: RunView, sentPerSecond: number): string {
  const { tracker, latency } = view;
  const { failed, timedOut, lost, refused, errored } = ledgerOf(tracker.counters);
  const { p50Ms, p95Ms, p99Ms, beyondMs, count, undelivered } = latency.figures().delivery;
  const at = (ms: number | null) => percentileText(ms, beyondMs, count + undelivered);
  const trouble = failed + timedOut + lost + refused + errored;
  return [
    timeLeftText(view),
    `${sentPerSecond.toFixed(0)}/s`,
    `sent ${countText(tracker.counters.sent)}`,
    `in flight ${countText(tracker.inFlight)}`,
    `p50 ${at(p50Ms)} p95 ${at(p95Ms)} p99 ${at(p99Ms)}`,
    `failed ${countText(trouble)}`,
  ].join(' · ');
}

/** The load's end is known; the drain's only bounded, by the deadline. */
function timeLeftText({ flow, profile, nowMs }: RunView): string {
  const elapsedMs = nowMs() - flow.startMs;
  const leftMs = loadDurationMs(profile.load.stages) - elapsedMs;
  if (flow.phase === 'load') return `load, ${timeText(Math.max(0, leftMs))} left`;
  return `drain, at most ${timeText(Math.max(0, leftMs + profile.deadlineMs))}`;
}
