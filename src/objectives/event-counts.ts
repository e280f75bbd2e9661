import type { OverdueHead } from '../tracker/overdue-head.js';
import type { DecidedOrder } from '../tracker/tracker-listener.js';

/** Good and bad orders of one objective. Neither ever gets fewer. */
export interface EventCounts {
  readonly good: number;
  readonly bad: number;
}

/** Counts the orders of one objective, each exactly once. */
export class CountedEvents implements EventCounts {
  good: number;
  bad: number;

  /** `overdue`: finds the orders whose threshold has passed; null for an objective without one. `earlier`: counted before. */
  constructor(
    private readonly overdue: OverdueHead | null,
    earlier: EventCounts,
  ) {
    this.good = earlier.good;
    this.bad = earlier.bad;
  }

  /** Takes an order that came to its end, unless it was counted when its threshold passed. */
  decided({ seq, outcome, plannedMs, decidedMs }: DecidedOrder): void {
    const { overdue } = this;
    if (overdue?.isPast(seq) === true) return;
    overdue?.counted(seq);
    const isInTime = overdue === null || decidedMs - plannedMs <= overdue.limitMs;
    if (outcome === 'delivered' && isInTime) this.good += 1;
    else this.bad += 1;
  }

  /** Whatever is open past its threshold is bad. */
  pass(nowMs: number): void {
    this.bad += this.overdue?.take(nowMs).length ?? 0;
  }
}
