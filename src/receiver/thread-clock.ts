import { type Clock, longLivedClock, wholeMicroseconds } from '../clock.js';

/**
 * How far a clock is ahead of the system's monotonic one, in milliseconds: all threads of a process see that, while `performance.now()` may
 * count from the begin of its own thread. Good to a microsecond, as it is the closest of several readings.
 */
export function aheadOfSystemMs(clock: Clock): number {
  let closestMs = Number.POSITIVE_INFINITY;
  let aheadMs = 0;
  for (let reading = 0; reading < 10; reading += 1) {
    const beforeMs = systemMs();
    const nowMs = clock.nowMs();
    const tookMs = systemMs() - beforeMs;
    if (tookMs >= closestMs) continue;
    closestMs = tookMs;
    aheadMs = nowMs - (beforeMs + tookMs / 2);
  }
  return aheadMs;
}

/** The clock of another thread, `aheadMs` ahead of the system's. Dates are those of the system, as of the moment they are asked for. */
export function clockOfThread(aheadMs: number): Clock {
  const shiftMs = aheadMs - aheadOfSystemMs(longLivedClock);
  return {
    nowMs: () => wholeMicroseconds(longLivedClock.nowMs() + shiftMs),
    wallMs: (atMs) => longLivedClock.wallMs(atMs - shiftMs),
  };
}

function systemMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
