import { type LatencyFigures, latencyFigures } from './latency-figures.js';
import { LatencyHistogram } from './latency-histogram.js';
import { SlidingWindow, type WindowFigures } from './sliding-window.js';

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

interface RunTimes {
  readonly times: LatencyHistogram;
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
  /** Delivery with and without undelivered orders are two readings of one histogram. */
  readonly #runs: Readonly<Record<LatencyName, RunTimes>> = {
    delivery: { times: this.#delivery, hasUndelivered: true },
    deliveryOnly: { times: this.#delivery, hasUndelivered: false },
    service: { times: this.#service, hasUndelivered: true },
    answer: { times: this.#answer, hasUndelivered: false },
    sendLag: { times: this.#sendLag, hasUndelivered: false },
  };
  readonly #windows: ReadonlyMap<LatencyWindow, SlidingWindow>;
  #undelivered = 0;

  /**
   * `deadlineMs` is counted from the planned instant: what an undelivered order is later than. `windows` are kept for the
   * live figures; whoever replays a run needs none, and is faster without.
   */
  constructor(deadlineMs: number, windows: readonly LatencyWindow[] = ['1m', '5m']) {
    this.#deadlineMs = deadlineMs;
    this.#windows = new Map(
      windows.map((window) => [window, new SlidingWindow(latencyWindows[window], deadlineMs)]),
    );
  }

  /** An order's final webhook came at `atMs`: `deliveryMs` after its planned instant, `serviceMs` after its send. */
  recordDelivery(atMs: number, deliveryMs: number, serviceMs: number): void {
    this.#delivery.recordMs(deliveryMs);
    this.#service.recordMs(serviceMs);
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
  }

  /** An order left `lagMs` after its planned instant. */
  recordSendLag(lagMs: number): void {
    this.#sendLag.recordMs(lagMs);
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
