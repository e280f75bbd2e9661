import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlidingWindow } from '../../src/latency/sliding-window.js';

const windowMs = 60_000;
const slotMs = windowMs / 30;
const deadlineMs = 300_000;

function known(ms: number) {
  return { ms, beyondMs: null };
}

describe('SlidingWindow', () => {
  it('has no figures while nothing happened in it, not even 0', () => {
    expect(new SlidingWindow(windowMs, deadlineMs).figures(1000)).toBeNull();
  });

  it('computes percentiles of all orders in the window, whatever stretch they fell in', () => {
    const window = new SlidingWindow(windowMs, deadlineMs);
    for (let i = 1; i <= 100; i += 1) window.recordDelivery(1_000_000 + i * 500, (101 - i) / 1000);
    expect(window.figures(1_050_000)).toEqual({
      delivered: 100,
      undelivered: 0,
      p50: known(0.05),
      p95: known(0.095),
      p99: known(0.099),
    });
  });

  it('forgets an order when its stretch leaves the window', () => {
    const window = new SlidingWindow(windowMs, deadlineMs);
    window.recordDelivery(0, 5);
    window.recordDelivery(slotMs, 7);
    expect(window.figures(windowMs - 1)?.delivered).toBe(2);
    expect(window.figures(windowMs)?.delivered).toBe(1);
    expect(window.figures(windowMs)?.p50.ms).toBeCloseTo(7, 2);
    expect(window.figures(windowMs + slotMs)).toBeNull();
  });

  it('counts undelivered orders as later than the deadline', () => {
    const window = new SlidingWindow(windowMs, deadlineMs);
    for (let i = 1; i <= 96; i += 1) window.recordDelivery(10, i / 1000);
    for (let i = 0; i < 4; i += 1) window.recordUndelivered(20);
    expect(window.figures(30)).toEqual({
      delivered: 96,
      undelivered: 4,
      p50: known(0.05),
      p95: known(0.095),
      p99: { ms: null, beyondMs: deadlineMs },
    });
  });

  it('is not empty when all its orders are undelivered', () => {
    const window = new SlidingWindow(windowMs, deadlineMs);
    window.recordUndelivered(20);
    expect(window.figures(30)?.p50).toEqual({ ms: null, beyondMs: deadlineMs });
    expect(window.figures(20 + windowMs)).toBeNull();
  });

  it('takes an order that is told late, and leaves out one that is older than the window', () => {
    const window = new SlidingWindow(windowMs, deadlineMs);
    window.recordDelivery(200_000, 1);
    window.recordDelivery(150_000, 2);
    window.recordDelivery(100_000, 3);
    window.recordUndelivered(100_000);
    expect(window.figures(200_000)).toMatchObject({ delivered: 2, undelivered: 0 });
  });

  it('agrees with sorting what lies in the window, at any sequence of times', () => {
    const step = fc.record({
      afterMs: fc.integer({ min: 0, max: 20_000 }),
      deliveryMs: fc.option(fc.double({ min: 0.01, max: 299_999, noNaN: true }), { freq: 5 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 80 }), (steps) => {
        const window = new SlidingWindow(windowMs, deadlineMs);
        const seen: { atMs: number; deliveryMs: number }[] = [];
        let nowMs = 0;
        for (const { afterMs, deliveryMs } of steps) {
          nowMs += afterMs;
          if (deliveryMs === null) window.recordUndelivered(nowMs);
          else window.recordDelivery(nowMs, deliveryMs);
          seen.push({ atMs: nowMs, deliveryMs: deliveryMs ?? Number.POSITIVE_INFINITY });
          const oldestMs = (Math.floor(nowMs / slotMs) - 29) * slotMs;
          const inside = seen.filter((order) => order.atMs >= oldestMs).map((order) => order.deliveryMs);
          const sorted = inside.sort((a, b) => a - b);
          const trueMs = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
          const figures = window.figures(nowMs);
          expect((figures?.delivered ?? 0) + (figures?.undelivered ?? 0)).toBe(sorted.length);
          if (trueMs === Number.POSITIVE_INFINITY) expect(figures?.p50.beyondMs).toBe(deadlineMs);
          else
            expect(Math.abs((figures?.p50.ms ?? Number.NaN) - trueMs)).toBeLessThanOrEqual(
              trueMs * 0.001 + 0.0005001,
            );
        }
      }),
      { seed: 41, numRuns: 60 },
    );
  });
});
