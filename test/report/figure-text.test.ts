import { describe, expect, it } from 'vitest';
import {
  countedText,
  countText,
  percentileText,
  shareText,
  shortCountText,
  spanText,
  timeText,
  usdText,
} from '../../src/report/figure-text.js';

describe('figures as text', () => {
  it.each([
    [0, '0.00 ms'],
    [0.42, '0.42 ms'],
    [0.999, '1.0 ms'],
    [99.94, '99.9 ms'],
    [99.96, '100 ms'],
    [999.6, '1.00 s'],
    [9_999, '10.0 s'],
    [99_960, '1m40s'],
    [119_600, '2m00s'],
    [310_000, '5m10s'],
    [7_199_600, '2h00m'],
  ])('%d ms is %s', (ms, text) => {
    expect(timeText(ms)).toBe(text);
  });

  it('writes spans in whole seconds', () => {
    expect([0, 900, 65_000, 3_660_000].map(spanText)).toEqual(['0s', '1s', '1m05s', '1h01m']);
  });

  it('tells a percentile beyond the deadline from one that does not exist', () => {
    expect(percentileText(null, 4_000, 10)).toBe('> 4.00 s');
    expect(percentileText(null, 4_000, 0)).toBe('–');
    expect(percentileText(null, undefined, 10)).toBe('–');
  });

  it('shortens counts only where they are long', () => {
    const counts = [0, 9_999, 10_000, 12_345, 999_949, 999_950, 12_345_678];
    expect(counts.map(shortCountText)).toEqual(['0', '9,999', '10.0k', '12.3k', '999.9k', '1.00M', '12.35M']);
  });

  it('sets thousands apart, in counts and in money', () => {
    const counts = [0, 999, 1_000, 12_345, 1_234_567, -1_234];
    expect(counts.map(countText)).toEqual(['0', '999', '1,000', '12,345', '1,234,567', '-1,234']);
    const sums = [0, 0.5, 12.5, 999.99, 1_000, 1_234_567.89, -1_234.5];
    const texts = ['0.00', '0.50', '12.50', '999.99', '1,000.00', '1,234,567.89', '-1,234.50'];
    expect(sums.map(usdText)).toEqual(texts.map((text) => `${text} USD`));
  });

  it('counts one thing as one', () => {
    expect([0, 1, 1_200].map((count) => countedText(count, 'order', 'orders'))).toEqual([
      '0 orders',
      '1 order',
      '1,200 orders',
    ]);
  });

  it('gives shares with as many decimals as they are worth', () => {
    expect([0, 0.0012, 0.09996, 0.5, 1].map(shareText)).toEqual([
      '0.0 %',
      '0.12 %',
      '10.0 %',
      '50.0 %',
      '100.0 %',
    ]);
  });
});
