import { describe, expect, it } from 'vitest';
import { blockNoise } from '../../src/compare/block-noise.js';
import { ChanceStream } from '../../src/compare/chance-stream.js';
import { holm } from '../../src/compare/holm.js';
import { shareMargin, timeMargin } from '../../src/compare/margin.js';
import { percentileDraw } from '../../src/compare/percentile-draw.js';
import { RankDraw } from '../../src/compare/rank-draw.js';
import { shareDraw } from '../../src/compare/share-draw.js';
import { randomSource } from '../../src/random.js';
import { probabilityOfAtMost } from '../../src/statistics/binomial-tail.js';
import { timesOf } from './simulated-runs.js';

const draws = 20_000;

function chanceOf(purpose: string): ChanceStream {
  return new ChanceStream(randomSource(1, purpose));
}

function drawn(next: () => number): number[] {
  return Array.from({ length: draws }, next).sort((a, b) => a - b);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value that a share of the drawn ones does not exceed. */
function at(values: readonly number[], share: number): number {
  return values[Math.floor(share * values.length)] ?? Number.NaN;
}

describe('the draws', () => {
  it.each([0.5, 1, 7.5, 400])('of gamma have mean and variance of their shape (%f)', (shape) => {
    const chance = chanceOf('gamma');
    const values = drawn(() => chance.gamma(shape));
    expect(mean(values) / shape).toBeCloseTo(1, 1);
    expect(mean(values.map((value) => (value - shape) ** 2)) / shape).toBeCloseTo(1, 1);
  });

  it.each([
    [60, 0.95],
    [2_000, 0.99],
    [1_000_000, 0.5],
  ])('of a rank are binomial (%i orders, quantile %f)', (n, quantile) => {
    const chance = chanceOf('ranks');
    const rank = new RankDraw(n, quantile);
    const values = drawn(() => rank.next(chance));
    const middle = at(values, 0.5);
    const seen = values.filter((value) => value <= middle).length / draws;
    expect(seen).toBeCloseTo(probabilityOfAtMost(middle, n, quantile), 1);
    expect(mean(values) / (n * quantile)).toBeCloseTo(1, 2);
  });

  it('of a percentile lie where the exact order statistic bounds do', () => {
    const rising = Array.from({ length: 1_000 }, (_, place) => place + 1);
    const draw = percentileDraw(timesOf(rising, 0, 10_000), 0.95);
    const chance = chanceOf('percentile');
    const lows = drawn(() => Math.exp(draw.next(chance).low));
    // Exact: at most 936 of 1,000 lie below the percentile in 2.6 % of samples, at most 963 in 97.7 %.
    expect(Math.abs(at(lows, 0.025) - 936)).toBeLessThanOrEqual(1);
    expect(Math.abs(at(lows, 0.975) - 963)).toBeLessThanOrEqual(1);
  });

  it('of a share have the bounds of Clopper and Pearson', () => {
    const draw = shareDraw({ part: 10, n: 100 });
    const chance = chanceOf('share');
    const spans = Array.from({ length: draws }, () => draw.next(chance));
    const lows = spans.map(({ low }) => low).sort((a, b) => a - b);
    const highs = spans.map(({ high }) => high).sort((a, b) => a - b);
    expect(at(lows, 0.025)).toBeCloseTo(0.049, 2);
    expect(at(highs, 0.975)).toBeCloseTo(0.1762, 2);
  });

  it('of a share that was not seen begin at zero, and do not end there', () => {
    const draw = shareDraw({ part: 0, n: 100 });
    const chance = chanceOf('none');
    const spans = Array.from({ length: draws }, () => draw.next(chance));
    expect(new Set(spans.map(({ low }) => low))).toEqual(new Set([0]));
    expect(
      at(
        spans.map(({ high }) => high).sort((a, b) => a - b),
        0.95,
      ),
    ).toBeCloseTo(0.0295, 2);
  });

  it('of blocks spread as the difference of two means does, with the tails of few runs', () => {
    const noise = blockNoise([1, 2, 3, 4, 5, 6], [11, 12, 13, 14, 15, 16]);
    const chance = chanceOf('blocks');
    const values = drawn(() => noise?.(chance) ?? Number.NaN);
    // The pooled standard deviation is √3.5, of a difference of means √(3.5/3) = 1.080; t with 10 degrees at 97.5 % is 2.228.
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(at(values, 0.975)).toBeGreaterThan(2.2);
    expect(at(values, 0.975)).toBeLessThan(2.6);
  });

  it('of blocks are none with one run a side', () => {
    expect(blockNoise([1], [2])).toBeNull();
  });
});

describe('the correction of Holm', () => {
  it('multiplies the smallest p by the number of metrics, the next by one less, and never falls', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    expect(adjusted.map((p) => Math.round(p * 1_000) / 1_000)).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([0.5, 0.6])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});

describe('the margin', () => {
  it('of a time is as many times longer as shorter', () => {
    const { lower, upper } = timeMargin(0.1, 12_000);
    expect(Math.exp(upper)).toBeCloseTo(1.1, 12);
    expect(Math.exp(lower)).toBeCloseTo(1 / 1.1, 12);
  });

  it('of a time is five milliseconds at least', () => {
    expect(Math.exp(timeMargin(0.1, 20).upper)).toBeCloseTo(1.25, 12);
    expect(Math.exp(timeMargin(0.1, 20).lower)).toBeCloseTo(0.75, 12);
    expect(timeMargin(0, 4).lower).toBe(Number.NEGATIVE_INFINITY);
    expect(timeMargin(0.1, null).upper).toBeCloseTo(Math.log(1.1), 12);
  });

  it('of a share is one of the unwanted part, and never of less than 5 %', () => {
    expect(shareMargin(0.1, 0.08, 'higher').upper).toBeCloseTo(0.008, 12);
    expect(shareMargin(0.1, 0.01, 'higher').upper).toBeCloseTo(0.005, 12);
    expect(shareMargin(0.1, 0.99, 'lower').upper).toBeCloseTo(0.005, 12);
    expect(shareMargin(0.1, 0.8, 'lower').upper).toBeCloseTo(0.02, 12);
    expect(shareMargin(0.1, null, 'higher').upper).toBeCloseTo(0.005, 12);
  });
});
