import { describe, expect, it } from 'vitest';
import { RunLatency } from '../../src/latency/run-latency.js';

describe('RunLatency', () => {
  it('keeps delivery with undelivered orders and deliveries alone apart', () => {
    const latency = new RunLatency(300_000);
    latency.recordDelivery(1000, 1.5, 1.25);
    latency.recordUndelivered(2000);
    const figures = latency.figures();
    expect(figures.delivery).toMatchObject({
      count: 1,
      undelivered: 1,
      p50Ms: 1.5,
      p95Ms: null,
      beyondMs: 300_000,
    });
    expect(figures.deliveryOnly).toMatchObject({
      count: 1,
      undelivered: 0,
      p50Ms: 1.5,
      p95Ms: 1.5,
      maxMs: 1.5,
    });
    expect(figures.deliveryOnly).not.toHaveProperty('beyondMs');
    expect(figures.service).toMatchObject({ count: 1, undelivered: 1, p50Ms: 1.25, p99Ms: null });
  });

  it('keeps answers and send lags by themselves', () => {
    const latency = new RunLatency(300_000);
    latency.recordAnswer(0.75);
    latency.recordSendLag(0.25);
    latency.recordSendLag(0.5);
    const figures = latency.figures();
    expect(figures.answer).toMatchObject({ count: 1, undelivered: 0, maxMs: 0.75, meanMs: 0.75 });
    expect(figures.sendLag).toMatchObject({ count: 2, p50Ms: 0.25, maxMs: 0.5, meanMs: 0.375 });
    expect(figures.delivery.count).toBe(0);
  });

  it('answers for the last minute and the last five apart', () => {
    const latency = new RunLatency(300_000);
    latency.recordDelivery(1000, 2, 2);
    latency.recordDelivery(100_000, 1, 1);
    latency.recordUndelivered(100_000);
    expect(latency.windowFigures('1m', 100_000)).toMatchObject({ delivered: 1, undelivered: 1 });
    expect(latency.windowFigures('5m', 100_000)).toMatchObject({ delivered: 2, undelivered: 1 });
    expect(latency.windowFigures('1m', 170_000)).toBeNull();
    expect(latency.windowFigures('5m', 170_000)).toMatchObject({ delivered: 2, undelivered: 1 });
  });

  it('has no figures of a window that it does not keep, and the same figures of the run', () => {
    const latency = new RunLatency(300_000, []);
    latency.recordDelivery(1000, 2, 1);
    latency.recordUndelivered(1000);
    expect([latency.windowFigures('1m', 1000), latency.windowFigures('5m', 1000)]).toEqual([null, null]);
    expect(latency.figures().delivery).toMatchObject({ count: 1, undelivered: 1, p50Ms: 2 });
  });

  it('says how many times were out of range', () => {
    const latency = new RunLatency(300_000);
    latency.recordSendLag(-1);
    latency.recordAnswer(1e9);
    expect(latency.clamped).toBe(2);
  });
});
