import { describe, expect, it } from 'vitest';
import { comparisonPage } from '../../src/report/comparison-page.js';
import { comparisonPlot } from '../../src/report/comparison-plot.js';
import { comparisonWith, metricOf } from './comparisons.js';

const comparison = comparisonWith();

/** The pixels of the band and of the two ends of the interval. */
function drawn(metric: string, change = {}): { band: number[]; interval: number[] } {
  const svg = comparisonPlot({ ...metricOf(comparison, metric), ...change }, 'words');
  const numbers = (pattern: RegExp) => (pattern.exec(svg) ?? []).slice(1).map(Number);
  return {
    band: numbers(/class="margin" x="([\d.]+)" y="0" width="([\d.]+)"/),
    interval: numbers(/class="interval" d="M([\d.]+) 11H([\d.]+)/),
  };
}

describe('the plot of a change', () => {
  it('draws the interval right of the band where the metric is worse', () => {
    const { band, interval } = drawn('delivery.p50');
    const [left = 0, width = 0] = band;
    const [from = 0, to = 0] = interval;
    expect(from).toBeGreaterThan(left + width);
    expect(to).toBeGreaterThan(from);
  });

  it('draws less success on the right, too', () => {
    const { band, interval } = drawn('success.rate');
    const [left = 0, width = 0] = band;
    expect(interval[0]).toBeGreaterThan(left + width);
  });

  it('lets the ends of the margin meet the edges of the band', () => {
    for (const metric of ['delivery.p50', 'failures.rate', 'success.rate']) {
      const { marginLower: lower, marginUpper: upper } = metricOf(comparison, metric);
      const { band, interval } = drawn(metric, { lower, upper });
      const [left = 0, width = 0] = band;
      expect(interval[0]).toBeCloseTo(left, 0);
      expect(interval[1]).toBeCloseTo(left + width, 0);
    }
  });

  it('draws no interval where nothing is known, and never a figure that is no number', () => {
    expect(drawn('delivery.p50', { lower: null, upper: null, change: null }).interval).toEqual([]);
    const open = comparisonPlot({ ...metricOf(comparison, 'delivery.p50'), upper: null }, 'words');
    expect(open + comparisonPage(comparison)).not.toMatch(/NaN|Infinity/);
  });
});

describe('the page of a comparison', () => {
  const page = comparisonPage(comparison);

  it('needs nothing from anywhere, and knows light and dark', () => {
    expect(page).not.toMatch(/https?:|<script|<link|@import|url\(/);
    expect(page).toContain('prefers-color-scheme: dark');
  });

  it('has each metric as a plot and as a row, and says in words what the plot shows', () => {
    const { metrics } = comparison;
    expect(page.match(/<svg class="change /g)).toHaveLength(metrics.length);
    expect(page.match(/<th scope="row">/g)).toHaveLength(metrics.length);
    expect(page).toMatch(/<title>delivery\.p50, WORSE: \+\d/);
  });

  it('lets no text of a profile become part of the page', () => {
    const differences = [{ path: 'orders[0].sku', base: '<img src=x onerror="boom()">', head: 'a' }];
    expect(comparisonPage(comparisonWith({ differences }))).not.toContain('<img');
  });
});
