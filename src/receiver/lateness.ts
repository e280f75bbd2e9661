/** How often the event loop is looked at, in milliseconds. */
const lookEveryMs = 20;
/** So many looks are told at once, which is once a second. */
const looksATime = 50;

/**
 * Sees how late the event loop of this thread is: so much later may a webhook be stamped. In milliseconds, one figure for each look, and
 * a timer's own millisecond is no lateness. It does not keep the thread.
 */
export function watchLateness(tell: (lateMs: readonly number[]) => void): void {
  let lateMs: number[] = [];
  let dueMs = performance.now() + lookEveryMs;
  setInterval(() => {
    const nowMs = performance.now();
    lateMs.push(Math.max(0, nowMs - dueMs - 1));
    dueMs = nowMs + lookEveryMs;
    if (lateMs.length < looksATime) return;
    tell(lateMs);
    lateMs = [];
  }, lookEveryMs).unref();
}
