/**
 * The one clock. Everything that foxload measures is a difference of two readings of a monotonic clock;
 * wall time is used only where people or signatures need a date.
 */
export interface Clock {
  /** Milliseconds, monotonic, in whole microseconds. Only differences mean anything. */
  nowMs(): number;
  /** Milliseconds since 1970 for a reading of this clock: for dates in reports and signature timestamps. */
  wallMs(atMs: number): number;
}

/** A clock that can also wake: what schedules, retries and polls run on, so that a test can turn it by hand. */
export interface TimerClock extends Clock {
  /** Calls `act` once, `ms` milliseconds from now at the earliest. Gives the function that calls it off. */
  after(ms: number, act: () => void): () => void;
}

/**
 * Milliseconds rounded to the nearest whole microsecond. Every instant of a run is: it stays short in the journal, and a
 * replay sees the very numbers that the live run saw.
 */
export function wholeMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** The clock of this process: `performance.now()`, never set back by NTP or by an operator. */
export const monotonicClock: TimerClock = {
  nowMs: () => wholeMicroseconds(performance.now()),
  wallMs: (atMs) => performance.timeOrigin + atMs,
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * The clock of a process that lives for weeks. Intervals are those of the monotonic clock, as everywhere. Dates are taken from the
 * system's clock anew each time: a machine that slept, or whose date was corrected, would otherwise call every webhook's
 * signature too old for ever.
 */
export const longLivedClock: TimerClock = {
  ...monotonicClock,
  wallMs: (atMs) => Date.now() - (monotonicClock.nowMs() - atMs),
};
