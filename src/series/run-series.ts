import { failureReasons } from '../contract/failure-reason.js';
import { nearestRank } from '../latency/nearest-rank.js';
import type { OrderEvent } from '../order-event.js';
import type { TrackerCounters } from '../tracker/tracker-counters.js';
import type { DecidedOrder, TrackerListener } from '../tracker/tracker-listener.js';
import { IntervalTimes } from './interval-times.js';
import {
  anomaliesFrom,
  columnCount,
  failuresFrom,
  type LedgerColumn,
  ledgerColumns,
  readColumns,
  webhookAnomalies,
} from './series-columns.js';
import type { SeriesFigures, WebhookAnomaly } from './series-figures.js';

/** A run has at most so many intervals: when it needs more, each two become one. Even, so that none is left over. */
export const maxIntervals = 600;
/** The length of an interval before the first doubling. */
export const firstIntervalMs = 1000;

/**
 * Folds a run's events into its course over time, in constant memory (4.5 MB) whatever its length. It is handed each event
 * right before the tracker takes it, and listens to the tracker; a live run and its replayed journal give the same figures.
 *
 * Nothing is counted twice: what the tracker counts is read from it when an interval ends, so an event counts in the interval
 * in which it was taken, a moment after its instant at most, and the sums over all intervals are the ledger's own figures.
 * Orders planned and times are put into the interval of their own instants.
 */
export class RunSeries implements TrackerListener {
  /** The first planned instant. */
  #startMs = Number.NaN;
  #intervalMs = firstIntervalMs;
  /** The interval that goes on, and where it ends; nothing is due before the first order, and after a resume. */
  #current = 0;
  #endMs = Number.POSITIVE_INFINITY;
  /** The columns as they stood at the end of each interval. */
  readonly #columns = new Float64Array(maxIntervals * columnCount);
  readonly #planned = new Float64Array(maxIntervals);
  readonly #undelivered = new Float64Array(maxIntervals);
  readonly #loopDelayMs = new Float64Array(maxIntervals).fill(Number.NaN);
  readonly #delivery = new IntervalTimes(maxIntervals);
  readonly #sendLag = new IntervalTimes(maxIntervals);

  /** Takes an event right before the tracker, whose counters are `counters`, takes it. */
  take(event: OrderEvent, counters: TrackerCounters): void {
    // Hours may lie between a run and what settles it: that is no part of its course, and joins the last interval.
    if (event.kind === 'resumed') this.#endMs = Number.POSITIVE_INFINITY;
    if (event.atMs >= this.#endMs) this.#reach(event.atMs, counters);
    if (event.kind === 'planned') this.#plan(event.atMs);
    else if (event.kind === 'loop_delay') this.#delayed(event.atMs, event.maxMs);
  }

  sent(lagMs: number, atMs: number): void {
    this.#sendLag.record(this.#intervalOf(atMs), lagMs);
  }

  decided({ outcome, plannedMs, decidedMs }: DecidedOrder): void {
    if (outcome === 'delivered') this.#delivery.record(this.#intervalOf(decidedMs), decidedMs - plannedMs);
    else if (outcome !== 'failed') this.#addUndelivered(decidedMs, 1);
  }

  ended(openOrders: number, atMs: number): void {
    if (openOrders > 0) this.#addUndelivered(atMs, openOrders);
  }

  /** The instant that the course counts from, on the run's clock; NaN for a run without an order. */
  get startMs(): number {
    return this.#startMs;
  }

  /** The course up to now; `counters` are the tracker's. */
  figures(counters: TrackerCounters): SeriesFigures {
    readColumns(counters, this.#columns, this.#current * columnCount);
    const intervals = Number.isNaN(this.#startMs) ? 0 : this.#current + 1;
    const each = <T>(value: (interval: number) => T): T[] =>
      Array.from({ length: intervals }, (_, interval) => value(interval));
    const counted = (column: number) => each((interval) => this.#countedIn(interval, column));
    const delivery = (quantile: number) => each((interval) => this.#deliveryMs(interval, quantile));
    const ledger = Object.fromEntries(ledgerColumns.map((name, column) => [name, counted(column)]));
    return {
      intervalMs: this.#intervalMs,
      intervals,
      planned: each((interval) => this.#planned[interval] ?? 0),
      ...(ledger as Record<LedgerColumn, number[]>),
      inFlight: each((interval) => this.#inFlightAfter(interval)),
      undelivered: each((interval) => this.#undelivered[interval] ?? 0),
      deliveryP50Ms: delivery(0.5),
      deliveryP95Ms: delivery(0.95),
      deliveryP99Ms: delivery(0.99),
      sendLagP99Ms: each((interval) => this.#sendLagMs(interval)),
      loopDelayMaxMs: each((interval) => numberOrNull(this.#loopDelayMs[interval])),
      failures: named(failureReasons, (index) => counted(failuresFrom + index)),
      anomalies: named(webhookAnomalies, (index) => counted(anomaliesFrom + index)) as Record<
        WebhookAnomaly,
        number[]
      >,
    };
  }

  /** The run has come to this instant: ends every interval that is over by then. */
  #reach(atMs: number, counters: TrackerCounters): void {
    while (atMs >= this.#endMs) {
      readColumns(counters, this.#columns, this.#current * columnCount);
      if (this.#current === maxIntervals - 1) this.#halve();
      else this.#current += 1;
      this.#endMs = this.#startMs + (this.#current + 1) * this.#intervalMs;
    }
  }

  #plan(atMs: number): void {
    if (Number.isNaN(this.#startMs)) {
      this.#startMs = atMs;
      this.#endMs = atMs + this.#intervalMs;
    }
    const interval = this.#intervalOf(atMs);
    this.#planned[interval] = (this.#planned[interval] ?? 0) + 1;
  }

  #delayed(atMs: number, maxMs: number): void {
    if (Number.isNaN(this.#startMs)) return;
    const interval = this.#intervalOf(atMs);
    this.#loopDelayMs[interval] = greater(this.#loopDelayMs[interval], maxMs);
  }

  #addUndelivered(atMs: number, orders: number): void {
    const interval = this.#intervalOf(atMs);
    this.#undelivered[interval] = (this.#undelivered[interval] ?? 0) + orders;
  }

  #intervalOf(atMs: number): number {
    const interval = Math.floor((atMs - this.#startMs) / this.#intervalMs);
    return Math.min(Math.max(interval, 0), this.#current);
  }

  /** Each two intervals become one, twice as long. */
  #halve(): void {
    const half = maxIntervals / 2;
    for (let interval = 0; interval < half; interval += 1) {
      const [left, right] = [2 * interval, 2 * interval + 1];
      // The columns stand as at the end of an interval, which is that of its later half.
      this.#columns.copyWithin(interval * columnCount, right * columnCount, (right + 1) * columnCount);
      this.#planned[interval] = (this.#planned[left] ?? 0) + (this.#planned[right] ?? 0);
      this.#undelivered[interval] = (this.#undelivered[left] ?? 0) + (this.#undelivered[right] ?? 0);
      this.#loopDelayMs[interval] = greater(this.#loopDelayMs[left], this.#loopDelayMs[right] ?? Number.NaN);
    }
    this.#planned.fill(0, half);
    this.#undelivered.fill(0, half);
    this.#loopDelayMs.fill(Number.NaN, half);
    this.#delivery.halve();
    this.#sendLag.halve();
    this.#intervalMs *= 2;
    this.#current = half;
  }

  #columnAfter(interval: number, column: number): number {
    return interval < 0 ? 0 : (this.#columns[interval * columnCount + column] ?? 0);
  }

  #countedIn(interval: number, column: number): number {
    return this.#columnAfter(interval, column) - this.#columnAfter(interval - 1, column);
  }

  #inFlightAfter(interval: number): number {
    const after = (name: LedgerColumn) => this.#columnAfter(interval, ledgerColumns.indexOf(name));
    const over = after('refused') + after('errored') + after('delivered') + after('failed');
    return after('sent') - over - after('timedOut') - after('lost');
  }

  #deliveryMs(interval: number, quantile: number): number | 'beyond' | null {
    const n = this.#delivery.count(interval) + (this.#undelivered[interval] ?? 0);
    if (n === 0) return null;
    return this.#delivery.valueAtRankMs(interval, nearestRank(quantile, n)) ?? 'beyond';
  }

  #sendLagMs(interval: number): number | null {
    const n = this.#sendLag.count(interval);
    return n === 0 ? null : this.#sendLag.valueAtRankMs(interval, nearestRank(0.99, n));
  }
}

function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** The greater of two, of which NaN says nothing. */
function greater(left: number | undefined, right: number): number {
  if (left === undefined || Number.isNaN(left)) return right;
  return Number.isNaN(right) ? left : Math.max(left, right);
}

function named<K extends string>(
  names: readonly K[],
  values: (index: number) => number[],
): Record<K, number[]> {
  return Object.fromEntries(names.map((name, index) => [name, values(index)])) as Record<K, number[]>;
}
