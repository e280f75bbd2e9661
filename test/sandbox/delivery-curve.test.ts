import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomSource } from '../../src/random.js';
import { deliveryCurve } from '../../src/sandbox/delivery-curve.js';
import { normalQuantile } from '../../src/sandbox/normal-quantile.js';

describe('the normal quantile', () => {
  it('gives the scores that tables give', () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(0.99)).toBeCloseTo(2.3263478740408408, 14);
    expect(normalQuantile(1e-9)).toBeCloseTo(-5.9978070150076865, 13);
    // The two values that the paper itself gives for checking.
    expect(normalQuantile(0.25)).toBeCloseTo(-0.6744897501960817, 15);
    expect(normalQuantile(1e-20)).toBeCloseTo(-9.262340089798409, 13);
  });
});

describe.each([
  { curve: 'published', factor: 1 },
  { curve: 'healthy', factor: 0.75 },
] as const)('the $curve delivery curve', ({ curve, factor }) => {
  const curveMs = deliveryCurve(curve);

  it.each([
    [0.5, 12_000],
    [0.95, 45_000],
    [0.99, 90_000],
    [1 - 1e-9, 300_000],
  ])('passes exactly through the quantile %d', (uniform, ms) => {
    expect(curveMs(uniform) / (ms * factor)).toBeCloseTo(1, 12);
  });

  it('never falls, and never passes its highest value', () => {
    const uniform = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });
    fc.assert(
      fc.property(uniform, uniform, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(curveMs(low)).toBeLessThanOrEqual(curveMs(high));
        expect(curveMs(high)).toBeLessThanOrEqual(300_000 * factor);
        expect(curveMs(low)).toBeGreaterThan(0);
      }),
      { seed: 1 },
    );
  });

  it('gives the published quantiles over many draws', () => {
    const source = randomSource(3, 'delivery');
    const times = Float64Array.from({ length: 200_000 }, (_, n) => curveMs(source.uniform(n))).sort();
    expect(Math.abs((times[100_000] ?? 0) / (12_000 * factor) - 1)).toBeLessThan(0.01);
    expect(Math.abs((times[190_000] ?? 0) / (45_000 * factor) - 1)).toBeLessThan(0.015);
    expect(Math.abs((times[198_000] ?? 0) / (90_000 * factor) - 1)).toBeLessThan(0.03);
  });
});
