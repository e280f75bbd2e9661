import { describe, expect, it } from 'vitest';
import { intervalText } from '../../src/report/comparison-figures.js';
import { comparisonMarkdown } from '../../src/report/comparison-markdown.js';
import { comparisonText } from '../../src/report/comparison-text.js';
import { comparisonWith, metricOf } from './comparisons.js';

const comparison = comparisonWith();

describe('a comparison as text', () => {
  const text = comparisonText(comparison);

  it('begins with what is worse', () => {
    expect(text).toMatch(/^WORSE\n {2}worse by more than the margin: delivery\.p50, delivery\.p95, /);
  });

  it('fits 80 columns, with a long name on a line of its own', () => {
    const widest = Math.max(...text.split('\n').map((line) => line.length));
    expect(widest).toBeLessThanOrEqual(80);
    expect(text).toMatch(/\nfailures\.supplier_timeout\.rate\n {20,}\S/);
  });

  it('says what lies beyond the deadline without a ratio', () => {
    const line = text.split('\n').find((each) => each.startsWith('delivery.p99')) ?? '';
    expect(line.split(/ {2,}/).slice(0, 1)).toEqual(['delivery.p99']);
    expect(line).toMatch(/> 60\.0 s +beyond +not known +WORSE$/);
  });

  it('calls an end of an interval any that is open, or a thousand times away', () => {
    const p50 = metricOf(comparison, 'delivery.p50');
    const texts = [
      [-0.1, 0.2],
      [-0.1, 59_654],
      [-0.1, null],
      [-0.9999, 0.2],
      [-1, null],
    ].map(([lower = null, upper = null]) => intervalText({ ...p50, lower, upper }));
    expect(texts).toEqual([
      '−10.0 to +20.0 %',
      '−10.0 to any %',
      '−10.0 to any %',
      'any to +20.0 %',
      'not known',
    ]);
  });

  it('writes changes of shares in percentage points', () => {
    expect(metricOf(comparison, 'failures.rate').change).toBeCloseTo(0.04, 1);
    expect(text).toMatch(
      /\nfailures\.rate +\d\.\d\d % +\d\.\d\d % +\+\d\.\d\d pp +\+\d\.\d\d to \+\d\.\d\d pp +WORSE\n/,
    );
  });

  it('tells differing profiles and notes at its end', () => {
    const differences = [{ path: 'load.stages[0].rate', base: '5/s', head: '6/s' }];
    const noted = comparisonText(comparisonWith({ differences, notes: ['one run a side'] }));
    expect(noted).toMatch(
      /\nNote\n {2}profiles differ: load\.stages\[0\]\.rate: base has 5\/s, head has 6\/s\n {2}one run a side\n$/,
    );
  });
});

describe('a comparison as Markdown', () => {
  const markdown = comparisonMarkdown(comparison);

  it('has the result as its heading and what moved before everything else', () => {
    expect(markdown).toMatch(/^### foxload compare: WORSE\n\n- worse by more than the margin: /);
    expect(markdown).toMatch(/\| delivery\.p50 \| .* \| \*\*WORSE\*\* \|/);
    expect(markdown.indexOf('<details>')).toBeGreaterThan(markdown.indexOf('**WORSE**'));
  });

  it('lets no text of a profile become markup', () => {
    const differences = [{ path: 'orders[0].sku', base: '<b>|*x*', head: 'a #1' }];
    const text = comparisonMarkdown(comparisonWith({ differences }));
    expect(text).not.toMatch(/<b>|[^\\]\*x|[^\\]#1/);
  });
});
