import { describe, expect, it } from 'vitest';
import { type RunStatus, statusLine } from '../../src/report/status-line.js';
import { times } from './hand-made-result.js';

const early: RunStatus = {
  phase: 'load',
  leftMs: 127_000,
  ordersLeft: null,
  sentPerSecond: 36.4,
  inFlight: 4,
  delivery: times({ count: 56, p50Ms: 89.4, p95Ms: 387, p99Ms: 1_234 }),
  failed: 3,
};

describe('the status line', () => {
  it('tells time left, rate, in flight, percentiles and failures', () => {
    expect(statusLine(early, 80)).toBe(
      '2m07s left · 36/s · 4 open · so far p50 89.4ms p95 387ms p99 1.23s · 3 failed',
    );
  });

  it('says more where there is room', () => {
    expect(statusLine(early, 90)).toBe(
      '2m07s left · 36/s · 4 in flight · so far p50 89.4ms p95 387ms p99 1.23s · 3 failed',
    );
  });

  it('says so where there is no percentile yet', () => {
    const line = statusLine({ ...early, delivery: times({ count: 0 }), inFlight: 0, failed: 0 }, 80);
    expect(line).toBe('2m07s left · 36/s · 0 in flight · so far p50 – p95 – p99 – · 0 failed');
  });

  it('has no rate in the drain, and an upper limit for its time', () => {
    const delivery = times({ count: 96, undelivered: 4, p50Ms: 89.4, p95Ms: 387, beyondMs: 4_000 });
    expect(statusLine({ ...early, phase: 'drain', leftMs: 3_400, delivery }, 80)).toBe(
      'drain, ≤ 3s left · 4 open · so far p50 89.4ms p95 387ms p99 >4.00s · 3 failed',
    );
    expect(statusLine({ ...early, phase: 'drain', leftMs: -1, delivery }, 80)).toMatch(
      /^drain, asking the API {2}4 open {2}p50\/95\/99 now /,
    );
  });

  it('takes fewer words where numbers are wide, and still tells everything in 79 columns', () => {
    const delivery = times({ count: 9, undelivered: 1, p50Ms: 12_340, p95Ms: 98_760, beyondMs: 310_000 });
    const wide = { ...early, sentPerSecond: 12_345, inFlight: 50_000, failed: 12_345, delivery };
    const line = statusLine({ ...wide, leftMs: 28_740_000 }, 79);
    expect(line).toBe('7h59m left  12.3k/s  50.0k open  p50/95/99 now 12.3s 98.8s >5m10s  12.3k fail');
    expect(line.length).toBeLessThanOrEqual(79);
  });

  it('tells what is left of a closed load in orders, since nobody knows the time it takes', () => {
    const closed = { ...early, ordersLeft: 45_200 };
    expect(statusLine(closed, 80)).toBe(
      'closed 45.2k left  36/s  4 open  p50/95/99 now 89.4ms 387ms 1.23s  3 fail',
    );
    expect(statusLine(closed, 120)).toBe(
      'closed model (saturation): 45.2k left · 36/s · 4 in flight · so far p50 89.4ms p95 387ms p99 1.23s · 3 failed',
    );
  });

  it('is cut where a terminal is too narrow for it', () => {
    expect(statusLine(early, 30)).toBe('2m07s left  36/s  4 open  p50/');
  });
});
