import { monotonicClock, type TimerClock } from '../clock.js';

/** The clock of this process, whose timers keep no process alive: to be looked at is no reason to stay. */
export const backgroundClock: TimerClock = {
  ...monotonicClock,
  after(ms, act) {
    const timer = setTimeout(act, ms).unref();
    return () => clearTimeout(timer);
  },
};
