import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyFigures, quantileWithUndelivered } from '../../src/latency/latency-figures.js';
import { LatencyHistogram } from '../../src/latency/latency-histogram.js';
import { times } from './times.js';

const deadlineMs = 4_000_000;

function recorded(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const ms of values) histogram.recordMs(ms);
  return histogram;
}

describe('latencyFigures', () => {
  it('has no figure where nothing was observed, not even 0', () => {
    expect(latencyFigures(new LatencyHistogram(), 0, deadlineMs)).toEqual({
      count: 0,
      undelivered: 0,
      p50Ms: null,
      p90Ms: null,
      p95Ms: null,
      p99Ms: null,
      p999Ms: null,
      maxMs: null,
      meanMs: null,
    });
  });

  it('takes percentiles by nearest rank over the delivered orders', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i + 1) / 1000);
    expect(latencyFigures(recorded(values), 0, deadlineMs)).toEqual({
      count: 1000,
      undelivered: 0,
      p50Ms: 0.5,
      p90Ms: 0.9,
      p95Ms: 0.95,
      p99Ms: 0.99,
      p999Ms: 0.999,
      maxMs: 1,
      meanMs: expect.closeTo(0.5005, 12),
    });
  });

  it('puts p99 beyond the deadline as soon as more than 1 % is undelivered', () => {
    const values = Array.from({ length: 198 }, (_, i) => (i + 1) / 1000);
    const two = latencyFigures(recorded(values), 2, deadlineMs);
    expect(two.p99Ms).toBe(0.198);
    expect(two.p999Ms).toBeNull();
    expect(two.maxMs).toBeNull();
    expect(two.meanMs).toBeNull();
    expect(two.beyondMs).toBe(deadlineMs);
    const three = latencyFigures(recorded(values), 3, deadlineMs);
    expect(three.p99Ms).toBeNull();
    expect(three.p95Ms).toBe(0.191);
  });

  it('has every percentile beyond the deadline when nothing was delivered', () => {
    const figures = latencyFigures(new LatencyHistogram(), 3, deadlineMs);
    expect(figures).toEqual({
      count: 0,
      undelivered: 3,
      p50Ms: null,
      p90Ms: null,
      p95Ms: null,
      p99Ms: null,
      p999Ms: null,
      maxMs: null,
      meanMs: null,
      beyondMs: deadlineMs,
    });
  });

  it('agrees with sorting the delivered orders and the undelivered ones behind them', () => {
    fc.assert(
      fc.property(
        times,
        fc.integer({ min: 0, max: 30 }),
        fc.constantFrom(0.5, 0.9, 0.95, 0.99, 0.999, 1),
        (values, undelivered, quantile) => {
          const late = new Array<number>(undelivered).fill(Number.POSITIVE_INFINITY);
          const sorted = [...values, ...late].sort((a, b) => a - b);
          const index = Number((BigInt(quantile * 1000) * BigInt(sorted.length) + 999n) / 1000n) - 1;
          const trueMs = sorted[index] ?? Number.NaN;
          const figure = quantileWithUndelivered(quantile, recorded(values), undelivered, deadlineMs);
          if (trueMs === Number.POSITIVE_INFINITY) {
            expect(figure).toEqual({ ms: null, beyondMs: deadlineMs });
          } else {
            expect(figure.beyondMs).toBeNull();
            expect(Math.abs((figure.ms ?? Number.NaN) - trueMs)).toBeLessThanOrEqual(
              trueMs * 0.001 + 0.0005001,
            );
          }
        },
      ),
      { seed: 31, numRuns: 500 },
    );
  });
});
