import { describe, expect, it } from 'vitest';
import { LimitCounts } from '../../src/latency/limit-counts.js';
import { RunLatency } from '../../src/latency/run-latency.js';

describe('counts beyond limits', () => {
  it('tell times apart that a histogram puts into one bucket', () => {
    const strict = { limitMs: 45_000, itself: 'beyond' } as const;
    const lax = { limitMs: 45_000, itself: 'within' } as const;
    const counts = new LimitCounts([strict, lax]);
    for (const ms of [44_999.999_999, 45_000, 45_000.000_001]) counts.recordMs(ms);
    expect([counts.beyond(strict), counts.beyond(lax)]).toEqual([2, 1]);
  });

  it('refuse a limit that is not counted', () => {
    const counts = new LimitCounts([{ limitMs: 1, itself: 'beyond' }]);
    expect(() => counts.beyond({ limitMs: 2, itself: 'beyond' })).toThrow(
      'no count is kept for the limit of 2 ms',
    );
    expect(() => counts.beyond({ limitMs: 1, itself: 'within' })).toThrow('no count is kept');
  });

  it('are kept by a run for each latency, and for its delivery with and without undelivered orders', () => {
    const limit = (limitMs: number) => ({ limitMs, itself: 'beyond' }) as const;
    const latency = new RunLatency(5000, [], {
      delivery: [limit(100)],
      deliveryOnly: [limit(200)],
      service: [limit(90)],
      answer: [limit(5)],
      sendLag: [limit(1)],
    });
    latency.recordDelivery(0, 100, 80);
    latency.recordDelivery(0, 250, 240);
    latency.recordUndelivered(0, 3);
    for (const ms of [4, 5, 6]) latency.recordAnswer(ms);
    latency.recordSendLag(0.5);
    const times = latency.times();
    expect(times.delivery.beyond(limit(100))).toBe(2);
    expect(times.deliveryOnly.beyond(limit(200))).toBe(1);
    expect(times.service.beyond(limit(90))).toBe(1);
    expect(times.answer.beyond(limit(5))).toBe(2);
    expect(times.sendLag.beyond(limit(1))).toBe(0);
    expect([times.delivery.undelivered, times.deliveryOnly.undelivered]).toEqual([3, 0]);
    expect([times.delivery.count, times.delivery.maxMs, times.delivery.meanMs]).toEqual([2, 250, 175]);
    expect(times.delivery.deadlineMs).toBe(5000);
  });
});
