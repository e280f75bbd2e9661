import { wholeMicroseconds } from '../clock.js';
import { type CurvePoint, percentileCurve } from '../latency/percentile-curve.js';
import type { RunLatency } from '../latency/run-latency.js';
import type { Profile } from '../profile/profile.js';
import type { RunCourse } from '../series/run-course.js';
import type { SeriesFigures } from '../series/series-figures.js';
import type { Tracker } from '../tracker/tracker.js';
import type { DecidedOrder } from '../tracker/tracker-listener.js';

/** What the details are drawn from, whether the events came from sockets or from a journal. */
export interface DetailFigures {
  readonly tracker: Pick<Tracker, 'counters' | 'orderId'>;
  readonly latency: Pick<RunLatency, 'timesOf'>;
  readonly course: RunCourse;
}

/**
 * What a run's page shows beside its result: its course over time and single orders. One plain value of bounded size, however
 * long the run was; no report for machines holds it.
 */
export interface RunDetails {
  readonly series: SeriesFigures;
  /** The delivery latency of the whole run. */
  readonly deliveryCurve: readonly CurvePoint[];
  /** The slowest first. */
  readonly slowest: readonly ShownOrder[];
  /** The first ones without an end by their deadline. */
  readonly undelivered: readonly ShownOrder[];
}

/** The time line of one order, in milliseconds from its planned instant. */
export interface ShownOrder {
  /** Its number in the schedule, from 0. */
  readonly seq: number;
  /** The API's id; null where it is no longer remembered. */
  readonly orderId: string | null;
  readonly sku: string;
  readonly outcome: DecidedOrder['outcome'];
  readonly via: DecidedOrder['via'];
  /** From the run's first planned order to this order's planned instant. */
  readonly plannedAtMs: number;
  readonly sentMs: number;
  readonly answeredMs: number;
  /** Arrival of its final webhook, or the instant at which it was given up. */
  readonly decidedMs: number;
}

/** Draws what the page shows from the figures of a run that is over. */
export function assembleDetails(profile: Profile, figures: DetailFigures): RunDetails {
  const { tracker, latency } = figures;
  const { series, slowest } = figures.course;
  const shown = (order: DecidedOrder): ShownOrder => ({
    seq: order.seq,
    orderId: tracker.orderId(order.seq) ?? null,
    sku: profile.orders[order.sku]?.sku ?? `entry ${order.sku + 1} of the mix`,
    outcome: order.outcome,
    via: order.via,
    plannedAtMs: wholeMicroseconds(order.plannedMs - series.startMs),
    sentMs: wholeMicroseconds(order.sentMs - order.plannedMs),
    answeredMs: wholeMicroseconds(order.answeredMs - order.plannedMs),
    decidedMs: wholeMicroseconds(order.decidedMs - order.plannedMs),
  });
  return {
    series: series.figures(tracker.counters),
    deliveryCurve: percentileCurve(latency.timesOf('delivery')),
    slowest: slowest.delivered.map(shown),
    undelivered: slowest.undelivered.map(shown),
  };
}
