import { type FailureReason, failureReasons } from '../contract/failure-reason.js';
import type { OrderSample } from '../gate/gate-figures.js';
import { timeLimits } from '../gate/time-limits.js';
import { RunLatency } from '../latency/run-latency.js';
import type { JudgedProfile } from '../run/judged-profile.js';
import { latencyListener } from '../run/latency-listener.js';
import { SelectedOrders } from '../run/selected-orders.js';
import type { OrderOutcome } from '../tracker/tracker-counters.js';
import type { AnsweredOrder, DecidedOrder, TrackerListener } from '../tracker/tracker-listener.js';
import type { Backlog } from './backlog.js';

/** The stretch of a step that is judged, in milliseconds of the run's clock. */
export interface MeasuredSpan {
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * Listens to a run and keeps the figures of those orders alone that were planned in the measured stage, and how many orders
 * were open at its two ends. Everything follows from the orders' own instants, so it does not matter when it is asked.
 */
export class MeasuredOrders implements TrackerListener {
  readonly latency: RunLatency;
  readonly outcomes: Record<OrderOutcome, number> = { delivered: 0, failed: 0, timed_out: 0, lost: 0 };
  readonly failures: Record<FailureReason, number>;
  #answered = 0;
  #openAtStart = 0;
  #openAtEnd = 0;
  readonly #times: TrackerListener;
  readonly #selected: SelectedOrders;

  /** `span` is asked at each order: it is known only when the load has begun. */
  constructor(
    profile: JudgedProfile,
    private readonly span: () => MeasuredSpan,
  ) {
    this.latency = new RunLatency(profile.deadlineMs, [], timeLimits(profile.budgets, null));
    this.#selected = new SelectedOrders(profile);
    this.#times = latencyListener(this.latency);
    this.failures = Object.fromEntries(failureReasons.map((reason) => [reason, 0])) as Record<
      FailureReason,
      number
    >;
  }

  answered(order: AnsweredOrder): void {
    if (!this.#isMeasured(order)) return;
    this.#answered += 1;
    this.latency.recordSendLag(order.sentMs - order.plannedMs);
    this.#times.answered?.(order);
    this.#selected.answered(order);
  }

  decided(order: DecidedOrder): void {
    const { fromMs, untilMs } = this.span();
    const { plannedMs, decidedMs, outcome, reason } = order;
    if (plannedMs < fromMs && decidedMs >= fromMs) this.#openAtStart += 1;
    if (plannedMs < untilMs && decidedMs >= untilMs) this.#openAtEnd += 1;
    if (!this.#isMeasured(order)) return;
    this.outcomes[outcome] += 1;
    if (reason !== null) this.failures[reason] += 1;
    this.#times.decided?.(order);
    this.#selected.decided(order);
  }

  /** What is known of the orders that budgets select, by the selection's text. */
  selections(): ReadonlyMap<string, OrderSample> {
    return this.#selected.samples();
  }

  /** Orders that were open when the stage began and when it ended, and those planned in between. */
  get backlog(): Backlog {
    return { startOrders: this.#openAtStart, endOrders: this.#openAtEnd, sentOrders: this.#answered };
  }

  #isMeasured({ plannedMs }: { readonly plannedMs: number }): boolean {
    const { fromMs, untilMs } = this.span();
    return plannedMs >= fromMs && plannedMs < untilMs;
  }
}
