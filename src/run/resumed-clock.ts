import { monotonicClock, type TimerClock, wholeMicroseconds } from '../clock.js';

/**
 * The clock of a run that another process goes on with: its zero is the zero of the process that was killed, so instants
 * of both can be compared. The two are joined by the machine's wall clock, once; from then on it is monotonic again.
 */
export function resumedClock(wallOriginMs: number): TimerClock {
  const nowMs = monotonicClock.nowMs();
  const shiftMs = monotonicClock.wallMs(nowMs) - wallOriginMs - nowMs;
  return {
    nowMs: () => wholeMicroseconds(monotonicClock.nowMs() + shiftMs),
    wallMs: (atMs) => wallOriginMs + atMs,
    after: monotonicClock.after,
  };
}
