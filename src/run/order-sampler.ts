import { failureReasons } from '../contract/failure-reason.js';
import { refusalReasons } from '../contract/refusal-reason.js';
import type { OrderSample } from '../gate/gate-figures.js';
import { RunLatency, type TimeLimits } from '../latency/run-latency.js';
import { type OrderOutcome, orderOutcomes, zeros } from '../tracker/tracker-counters.js';
import type { AnsweredOrder, DecidedOrder, TrackerListener } from '../tracker/tracker-listener.js';
import { latencyListener } from './latency-listener.js';

/** Keeps what budgets ask of a part of the orders: times, outcomes and reasons of those that it is told of. */
export class OrderSampler implements TrackerListener {
  readonly #latency: RunLatency;
  readonly #times: TrackerListener;
  readonly #outcomes: Record<OrderOutcome, number> = zeros(orderOutcomes);
  readonly #failures = zeros(failureReasons);
  readonly #refusals = zeros(refusalReasons);
  #sent = 0;
  #errored = 0;
  /** Accepted and not decided. */
  #open = 0;

  /** `limits`: the times that budgets on these orders name. */
  constructor(deadlineMs: number, limits: TimeLimits) {
    this.#latency = new RunLatency(deadlineMs, [], limits);
    this.#times = latencyListener(this.#latency);
  }

  answered(order: AnsweredOrder): void {
    this.#sent += 1;
    if (order.outcome === 'accepted') this.#open += 1;
    if (order.outcome === 'errored') this.#errored += 1;
    if (order.reason !== null) this.#refusals[order.reason] += 1;
    this.#times.answered?.(order);
  }

  decided(order: DecidedOrder): void {
    this.#open -= 1;
    this.#outcomes[order.outcome] += 1;
    if (order.outcome === 'failed') this.#failures[order.reason ?? 'other'] += 1;
    this.#times.decided?.(order);
  }

  /** The run is over: what is open counts as late, as it does among all orders. */
  ended(_: number, atMs: number): void {
    this.#times.ended?.(this.#open, atMs);
  }

  /** What was kept so far. */
  sample(): OrderSample {
    const { delivered, failed, timed_out: timedOut, lost } = this.#outcomes;
    return {
      latency: this.#latency.times(),
      orders: { sent: this.#sent, errored: this.#errored, delivered, failed, timedOut, lost },
      failures: this.#failures,
      refusals: this.#refusals,
    };
  }
}
