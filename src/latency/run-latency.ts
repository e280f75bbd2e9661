import { type LatencyFigures, latencyFigures } from './latency-figures.js';
import { LatencyHistogram } from './latency-histogram.js';
import { LimitCounts } from './limit-counts.js';
import type { MeasuredTimes } from './measured-times.js';
import type { FilledBucket } from './microsecond-histogram.js';
import { SlidingWindow, type WindowFigures } from './sliding-window.js';
import type { TimeLimit } from './time-limit.js';

/**
 * The latencies of a run: `delivery` from the planned instant to the webhook, undelivered orders counted as late;
 * `deliveryOnly` the same over delivered orders alone; `service` from the actual send to the webhook; `answer` the
 * create call from the actual send, retries included; `sendLag` from the planned instant to the actual send.
 */
export const latencyNames = ['delivery', 'deliveryOnly', 'service', 'answer', 'sendLag'] as const;
export type LatencyName = (typeof latencyNames)[number];

/** Windows of the live percentiles, by their names on the metrics page, in milliseconds. */
export const latencyWindows = { '1m': 60_000, '5m': 300_000 } as const;
export type LatencyWindow = keyof typeof latencyWindows;

/** The limits beyond which times of each latency are counted. */
export type TimeLimits = Readonly<Partial<Record<LatencyName, readonly TimeLimit[]>>>;

interface RunTimes {
  readonly times: LatencyHistogram;
  readonly limits: LimitCounts;
  /** Whether undelivered orders count in this latency, as later than the deadline. */
  readonly hasUndelivered: boolean;
}

/** Every latency of one run and the sliding windows over its deliveries. Times in milliseconds of the run's clock. */
export class RunLatency {
  readonly #deadlineMs: number;
  readonly #delivery = new LatencyHistogram();
  readonly #service = new LatencyHistogram();
  readonly #answer = new LatencyHistogram();
  readonly #sendLag = new LatencyHistogram();
  readonly #deliveryLimits: LimitCounts;
  readonly #serviceLimits: LimitCounts;
  readonly #answerLimits: LimitCounts;
  readonly #sendLagLimits: LimitCounts;
  readonly #runs: Readonly<Record<LatencyName, RunTimes>>;
  readonly #windows: ReadonlyMap<LatencyWindow, SlidingWindow>;
  #undelivered = 0;

  /**
   * `deadlineMs` is counted from the planned instant: what an undelivered order is later than. `windows` are kept for the
   * live figures; whoever replays a run needs none, and is faster without. `limits` are those that budgets name.
   */
  constructor(deadlineMs: number, windows: readonly LatencyWindow[] = ['1m', '5m'], limits: TimeLimits = {}) {
    this.#deadlineMs = deadlineMs;
    const { delivery = [], deliveryOnly = [], service = [], answer = [], sendLag = [] } = limits;
    this.#deliveryLimits = new LimitCounts([...delivery, ...deliveryOnly]);
    this.#serviceLimits = new LimitCounts(service);
    this.#answerLimits = new LimitCounts(answer);
    this.#sendLagLimits = new LimitCounts(sendLag);
    // Delivery with and without undelivered orders are two readings of one histogram.
    const delivered = { times: this.#delivery, limits: this.#deliveryLimits };
    this.#runs = {
      delivery: { ...delivered, hasUndelivered: true },
      deliveryOnly: { ...delivered, hasUndelivered: false },
      service: { times: this.#service, limits: this.#serviceLimits, hasUndelivered: true },
      answer: { times: this.#answer, limits: this.#answerLimits, hasUndelivered: false },
      sendLag: { times: this.#sendLag, limits: this.#sendLagLimits, hasUndelivered: false },
    };
    this.#windows = new Map(
      windows.map((window) => [window, new SlidingWindow(latencyWindows[window], deadlineMs)]),
    );
  }

  /** An order's final webhook came at `atMs`: `deliveryMs` after its planned instant, `serviceMs` after its send. */
  recordDelivery(atMs: number, deliveryMs: number, serviceMs: number): void {
    this.#delivery.recordMs(deliveryMs);
    this.#deliveryLimits.recordMs(deliveryMs);
    this.#service.recordMs(serviceMs);
    this.#serviceLimits.recordMs(serviceMs);
    for (const window of this.#windows.values()) window.recordDelivery(atMs, deliveryMs);
  }

  /** Orders had no final webhook by the deadline: they timed out, or only a status poll could tell their end. */
  recordUndelivered(atMs: number, orders = 1): void {
    this.#undelivered += orders;
    for (const window of this.#windows.values()) window.recordUndelivered(atMs, orders);
  }

  /** A create call was answered `answerMs` after it was sent. */
  recordAnswer(answerMs: number): void {
    this.#answer.recordMs(answerMs);
    this.#answerLimits.recordMs(answerMs);
  }

  /** An order left `lagMs` after its planned instant. */
  recordSendLag(lagMs: number): void {
    this.#sendLag.recordMs(lagMs);
    this.#sendLagLimits.recordMs(lagMs);
  }

  /** The figures of one latency over the whole run so far. */
  figuresOf(name: LatencyName): LatencyFigures {
    const { times, hasUndelivered } = this.#runs[name];
    return latencyFigures(times, hasUndelivered ? this.#undelivered : 0, this.#deadlineMs);
  }

  /** The figures of every latency over the whole run so far. */
  figures(): Readonly<Record<LatencyName, LatencyFigures>> {
    return {
      delivery: this.figuresOf('delivery'),
      deliveryOnly: this.figuresOf('deliveryOnly'),
      service: this.figuresOf('service'),
      answer: this.figuresOf('answer'),
      sendLag: this.figuresOf('sendLag'),
    };
  }

  /** The times of one latency over the whole run so far, as budgets are judged by them. */
  timesOf(name: LatencyName): MeasuredTimes {
    const { times, limits, hasUndelivered } = this.#runs[name];
    return {
      count: times.count,
      undelivered: hasUndelivered ? this.#undelivered : 0,
      deadlineMs: this.#deadlineMs,
      meanMs: times.meanMs,
      maxMs: times.maxMs,
      valueAtRankMs: (rank) => times.valueAtRankMs(rank),
      beyond: (limit) => limits.beyond(limit),
    };
  }

  /** The same of every latency. */
  times(): Readonly<Record<LatencyName, MeasuredTimes>> {
    return {
      delivery: this.timesOf('delivery'),
      deliveryOnly: this.timesOf('deliveryOnly'),
      service: this.timesOf('service'),
      answer: this.timesOf('answer'),
      sendLag: this.timesOf('sendLag'),
    };
  }

  /** The recorded times of one latency by bucket, undelivered orders left out. */
  filledBucketsOf(name: LatencyName): Iterable<FilledBucket> {
    return this.#runs[name].times.filledBuckets();
  }

  /** The percentiles of the window that ends at `nowMs`; null when no order was decided in it, or it is not kept. */
  windowFigures(window: LatencyWindow, nowMs: number): WindowFigures | null {
    return this.#windows.get(window)?.figures(nowMs) ?? null;
  }

  /** How many recorded times were negative or above a day: a sign of a broken clock. */
  get clamped(): number {
    const all = [this.#delivery, this.#service, this.#answer, this.#sendLag];
    return all.reduce((sum, times) => sum + times.clamped, 0);
  }
}
