import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureReasons } from '../../src/contract/failure-reason.js';
import type { OrderEvent } from '../../src/order-event.js';
import { maxIntervals } from '../../src/series/run-series.js';
import { webhookAnomalies } from '../../src/series/series-columns.js';
import type { SeriesFigures } from '../../src/series/series-figures.js';
import { ledgerOf } from '../../src/tracker/ledger.js';
import { accepted, deadlineMs, expired, planned, polled, sent, webhook } from '../tracker/order-events.js';
import { wholeRun } from '../tracker/whole-runs.js';
import { courseOf } from './course-of.js';

function seriesOf(events: readonly OrderEvent[]): SeriesFigures {
  const { course, tracker } = courseOf(events, deadlineMs);
  return course.series.figures(tracker.counters);
}

/** An order of which all is known: planned at `atMs`, sent 2 ms later, answered after 5, delivered after 400. */
function delivered(seq: number, atMs: number): OrderEvent[] {
  return [
    planned(seq, atMs),
    sent(seq, atMs + 2),
    accepted(seq, atMs + 5),
    webhook(seq, 'delivered', atMs + 400),
  ];
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

describe('the course of a run', () => {
  it('puts every event into its second, counted from the first planned order', () => {
    const series = seriesOf([
      ...delivered(0, 10_000),
      planned(1, 10_500),
      sent(1, 10_501),
      accepted(1, 10_504),
      planned(2, 11_000),
      { kind: 'dropped', atMs: 11_000, seq: 2, reason: 'in_flight' },
      webhook(1, 'failed', 11_200),
      webhook(1, 'failed', 11_201),
      planned(3, 12_999),
      sent(3, 13_004),
      { kind: 'refused', atMs: 13_009, seq: 3, reason: 'out_of_stock', status: 409 },
      { kind: 'ended', atMs: 13_500 },
    ]);
    expect(series).toMatchObject({
      intervalMs: 1000,
      intervals: 4,
      planned: [2, 1, 1, 0],
      sent: [2, 0, 0, 1],
      dropped: [0, 1, 0, 0],
      accepted: [2, 0, 0, 0],
      refused: [0, 0, 0, 1],
      delivered: [1, 0, 0, 0],
      failed: [0, 1, 0, 0],
      inFlight: [1, 0, 0, 0],
      undelivered: [0, 0, 0, 0],
    });
    expect(series.failures.supplier_timeout).toEqual([0, 1, 0, 0]);
    expect(series.anomalies.duplicate).toEqual([0, 1, 0, 0]);
    expect(total(Object.values(series.failures).flat())).toBe(1);
  });

  it('gives the percentiles of the orders decided in each second, at most 3.2 % above the truth', () => {
    const series = seriesOf([...delivered(0, 0), ...delivered(1, 100), ...delivered(2, 1000)]);
    const [first, second] = series.deliveryP50Ms;
    expect(series.deliveryP99Ms).toEqual([first, second]);
    expect(first).toBeGreaterThanOrEqual(400);
    expect(first).toBeLessThanOrEqual(400 * 1.032);
    expect(series.sendLagP99Ms[0]).toBeGreaterThanOrEqual(2);
    expect(series.sendLagP99Ms[0]).toBeLessThanOrEqual(2.064);
  });

  it('counts an undelivered order as later than every delivered one, in the second in which that was known', () => {
    const series = seriesOf([
      ...delivered(0, 0),
      planned(1, 1),
      sent(1, 2),
      accepted(1, 3),
      expired(1, 2100),
      polled(1, 'processing', true, 2200),
      { kind: 'ended', atMs: 2300 },
    ]);
    expect(series.undelivered).toEqual([0, 0, 1]);
    expect(series.timedOut).toEqual([0, 0, 1]);
    expect(series.deliveryP50Ms).toEqual([expect.any(Number), null, 'beyond']);
  });

  it('counts what is still open at the end as undelivered, though nobody decided it', () => {
    const series = seriesOf([planned(0, 0), sent(0, 1), accepted(0, 2), { kind: 'ended', atMs: 900 }]);
    expect(series).toMatchObject({
      inFlight: [1],
      undelivered: [1],
      timedOut: [0],
      deliveryP50Ms: ['beyond'],
    });
  });

  it('knows the longest delay of the event loop of each second, and where none was told', () => {
    const series = seriesOf([
      planned(0, 0),
      { kind: 'loop_delay', atMs: 500, maxMs: 3 },
      { kind: 'loop_delay', atMs: 900, maxMs: 7.5 },
      sent(0, 1500),
      { kind: 'loop_delay', atMs: 2100, maxMs: 1 },
    ]);
    expect(series.loopDelayMaxMs).toEqual([7.5, null, 1]);
  });

  it('has nothing to tell of a run without an order', () => {
    expect(seriesOf([{ kind: 'ended', atMs: 90_000 }])).toMatchObject({
      intervals: 0,
      planned: [],
      inFlight: [],
    });
  });

  it('puts all that a later process settles into the last interval', () => {
    const hoursMs = 5 * 3_600_000;
    const series = seriesOf([
      ...delivered(0, 0),
      planned(1, 1100),
      sent(1, 1101),
      accepted(1, 1102),
      { kind: 'resumed', atMs: hoursMs },
      expired(1, hoursMs + 1),
      polled(1, 'delivered', true, hoursMs + 9000),
      { kind: 'ended', atMs: hoursMs + 10_000 },
    ]);
    expect(series).toMatchObject({ intervalMs: 1000, intervals: 2, lost: [0, 1], undelivered: [0, 1] });
  });

  it('doubles its intervals when they are too many, and loses nothing by that', () => {
    const seconds = 2 * maxIntervals + 100;
    const events = Array.from({ length: seconds }, (_, seq) => delivered(seq, seq * 1000)).flat();
    const series = seriesOf([...events, { kind: 'loop_delay', atMs: seconds * 1000 - 1, maxMs: 4 }]);
    expect(series).toMatchObject({ intervalMs: 4000, intervals: seconds / 4 });
    for (const counts of [series.planned, series.sent, series.delivered]) {
      expect(counts).toEqual(new Array(seconds / 4).fill(4));
    }
    expect(series.inFlight).toEqual(new Array(seconds / 4).fill(0));
    expect(new Set(series.deliveryP95Ms)).toEqual(new Set(seriesOf(delivered(0, 0)).deliveryP95Ms));
    expect(series.loopDelayMaxMs.at(-1)).toBe(4);
  });

  it('adds up to the ledger, whatever happens in a run', () => {
    fc.assert(
      fc.property(wholeRun(12, true), fc.constantFrom(1, 10, 1000), (run, stretch) => {
        const events = run.map((event) => ({ ...event, atMs: event.atMs * stretch }));
        const { course, tracker } = courseOf(events, deadlineMs * stretch);
        const series = course.series.figures(tracker.counters);
        const ledger = ledgerOf(tracker.counters);
        if (series.intervals === 0) return;
        const names = ['planned', 'sent', 'dropped', 'accepted', 'refused', 'errored'] as const;
        const ends = ['delivered', 'failed', 'timedOut', 'lost'] as const;
        for (const name of [...names, ...ends])
          expect([name, total(series[name])]).toEqual([name, ledger[name]]);
        expect(total(series.undelivered)).toBe(ledger.timedOut + ledger.lost + ledger.open);
        for (const reason of failureReasons)
          expect(total(series.failures[reason])).toBe(tracker.counters.failures[reason]);
        for (const name of webhookAnomalies)
          expect(total(series.anomalies[name as keyof typeof series.anomalies])).toBe(
            tracker.counters.webhooks[name],
          );
        expect(series.intervals).toBeLessThanOrEqual(maxIntervals);
        expect(series.inFlight.at(-1)).toBe(ledger.open);
      }),
      { seed: 20_261_122, numRuns: 300 },
    );
  });
});
