import { expect } from 'vitest';
import type { LatencyFigures } from '../../src/latency/latency-figures.js';
import { quantileOf, roundingMs } from './timeline.js';

/** The highest value of an HDR bucket with three significant digits is at most this much above the values in it. */
const bucketWidth = 1.001;

/** Quantiles of a report with the keys they stand under. */
const reported = {
  p50Ms: 0.5,
  p90Ms: 0.9,
  p95Ms: 0.95,
  p99Ms: 0.99,
  p999Ms: 0.999,
  maxMs: 1,
} as const;

/**
 * Expects each reported percentile at the true one or up to `errorMs` above it, widened by the histogram's 0.1 %. When
 * no single value is measured below its truth nor more than `errorMs` above it, the same holds for each rank.
 */
export function expectPercentiles(
  figures: LatencyFigures,
  truthMs: readonly number[],
  errorMs: number,
): void {
  expect(figures).toMatchObject({ count: truthMs.length, undelivered: 0 });
  for (const [key, quantile] of Object.entries(reported) as [keyof typeof reported, number][]) {
    const trueMs = quantileOf(truthMs, quantile);
    expect(figures[key], key).toBeGreaterThanOrEqual(trueMs - roundingMs);
    expect(figures[key], key).toBeLessThanOrEqual((trueMs + errorMs) * bucketWidth + roundingMs);
  }
}
