import { describe, expect, it } from 'vitest';
import { percentileCurve } from '../../src/latency/percentile-curve.js';

/** The times 1 to `count` ms, each once. */
function upTo(count: number, undelivered = 0) {
  return { count, undelivered, valueAtRankMs: (rank: number) => rank };
}

describe('the percentile curve', () => {
  it('goes through the figures that reports name', () => {
    const points = new Map(percentileCurve(upTo(10_000)).map(({ quantile, ms }) => [quantile, ms]));
    expect([0.5, 0.9, 0.95, 0.99, 0.999].map((quantile) => points.get(quantile))).toEqual([
      5000, 9000, 9500, 9900, 9990,
    ]);
  });

  it('rises, and ends where the highest quantile of so many orders does', () => {
    const curve = percentileCurve(upTo(1000));
    expect(curve.length).toBeGreaterThan(40);
    expect(curve.at(-1)).toEqual({ quantile: 0.999, ms: 999 });
    for (const [index, { quantile, ms }] of curve.entries()) {
      expect(quantile).toBeGreaterThan(curve[index - 1]?.quantile ?? 0);
      expect(ms).toBeGreaterThanOrEqual(curve[index - 1]?.ms ?? 0);
    }
  });

  it('has no time for the ranks of undelivered orders', () => {
    const curve = percentileCurve(upTo(960, 40));
    expect(curve.filter(({ ms }) => ms === null).every(({ quantile }) => quantile > 0.96)).toBe(true);
    expect(curve.find(({ quantile }) => quantile === 0.95)?.ms).toBe(950);
    expect(curve.find(({ quantile }) => quantile === 0.99)?.ms).toBeNull();
  });

  it('has at most a hundred points or so for ten million orders, and none for a single one', () => {
    expect(percentileCurve(upTo(10_000_000)).length).toBeLessThan(105);
    expect(percentileCurve(upTo(1))).toEqual([]);
    expect(percentileCurve(upTo(0))).toEqual([]);
  });
});
