import { longLivedClock, type TimerClock, wholeMicroseconds } from '../clock.js';

/**
 * The clock of a monitor: monotonic as long as this process lives, and joined to that of the process before it by the wall clock,
 * once. Dates follow the wall clock of the moment, which may be set while a monitor runs for weeks; nothing that is measured
 * does.
 *
 * @param wallOriginMs the zero of the clock, in milliseconds since 1970; null for one that begins now
 * @param notBeforeMs the newest instant that is known: where the wall clock was set back since, time goes on from there
 */
export function monitorClock(wallOriginMs: number | null, notBeforeMs = 0): TimerClock {
  const startMs = longLivedClock.nowMs();
  const sinceOriginMs = wallOriginMs === null ? 0 : Date.now() - wallOriginMs;
  const shiftMs = Math.max(sinceOriginMs, notBeforeMs) - startMs;
  return {
    ...longLivedClock,
    nowMs: () => wholeMicroseconds(longLivedClock.nowMs() + shiftMs),
    wallMs: (atMs) => longLivedClock.wallMs(atMs - shiftMs),
  };
}
