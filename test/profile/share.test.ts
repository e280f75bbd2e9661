import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatShare, parseShare } from '../../src/profile/share.js';

test.each([
  ['1%', 0.01],
  ['0.1%', 0.001],
  ['0.7%', 0.007],
  ['99.9%', 0.999],
  ['100%', 1],
  ['0%', 0],
  ['0.01', 0.01],
  ['0', 0],
  ['1', 1],
])('%s is the ratio %d', (text, ratio) => {
  expect(parseShare(text)).toBe(ratio);
});

test.each(['', '%', '-1%', '101%', '100.1%', '1.01', '2', '1 %', '.5', '1e-3', '1%%', 'one'])(
  '%j is no share',
  (text) => {
    expect(parseShare(text)).toBeNull();
  },
);

test.each([
  [0.01, '1%'],
  [0.001, '0.1%'],
  [0.007, '0.7%'],
  [0.95, '95%'],
  [1, '100%'],
  [0, '0%'],
  [1e-9, '0.0000001%'],
])('the ratio %d is written as %s', (ratio, text) => {
  expect(formatShare(ratio)).toBe(text);
});

test('what is written is read back to the same ratio', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (millionthsOfPercent) => {
      const ratio = Number(`${millionthsOfPercent}e-7`);
      expect(parseShare(formatShare(ratio))).toBe(ratio);
    }),
    { seed: 4, numRuns: 2_000 },
  );
});
