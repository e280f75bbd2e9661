import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatRate, parseRate } from '../../src/profile/rate.js';

test.each([
  ['50/s', 50],
  ['0.5/s', 0.5],
  ['600/m', 10],
  ['10/h', 10 / 3_600],
  ['0/s', 0],
])('%s is %d a second', (text, ratePerSecond) => {
  expect(parseRate(text)).toBe(ratePerSecond);
});

test.each([
  '',
  '50',
  '-1/s',
  '50/sec',
  '50 /s',
  '/s',
  '50/d',
  '1e3/s',
  '50s',
  '50/S',
  `${'9'.repeat(400)}/s`,
])('%j is no rate', (text) => {
  expect(parseRate(text)).toBeNull();
});

test.each([
  [50, '50/s'],
  [0.5, '0.5/s'],
  [1_000_000, '1000000/s'],
  [10 / 3_600, '10/h'],
  [7 / 60, '7/m'],
  [0, '0/s'],
  [1 / 3, '20/m'],
])('%d a second is written as %s', (ratePerSecond, text) => {
  expect(formatRate(ratePerSecond)).toBe(text);
});

test('what is written is read back to the same rate', () => {
  const counts = fc.integer({ min: 0, max: 1_000_000_000 }).map((thousandths) => thousandths / 1_000);
  fc.assert(
    fc.property(counts, fc.constantFrom('s', 'm', 'h'), (count, unit) => {
      const ratePerSecond = parseRate(`${count}/${unit}`);
      expect(parseRate(formatRate(ratePerSecond ?? Number.NaN))).toBe(ratePerSecond);
    }),
    { seed: 3, numRuns: 2_000 },
  );
});
