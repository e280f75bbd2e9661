import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationUnit, formatDuration, parseDuration } from '../../src/profile/duration.js';

test.each([
  ['250ms', 250],
  ['0ms', 0],
  ['0.5ms', 0.5],
  ['30s', 30_000],
  ['1.001s', 1_001],
  ['5m', 300_000],
  ['1.5h', 5_400_000],
  ['1h', 3_600_000],
  ['1h30m', 5_400_000],
  ['1m0.5s', 60_500],
  ['30d', 2_592_000_000],
  ['1d1h1m1s', 90_061_000],
])('%s is %d milliseconds', (text, durationMs) => {
  expect(parseDuration(text)).toBe(durationMs);
});

test.each([
  '',
  '5',
  '5 s',
  '-5s',
  '+5s',
  '5sec',
  '5M',
  's',
  '1e3s',
  '.5s',
  '5.s',
  '1m1h',
  '1m1m',
  '50/s',
  '1h 30m',
  '5s\n',
  `${'9'.repeat(400)}s`,
])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeNull();
});

test.each([
  [0, '0ms'],
  [0.25, '0.25ms'],
  [120, '120ms'],
  [1_500, '1.5s'],
  [90_000, '1m30s'],
  [300_000, '5m'],
  [5_400_000, '1h30m'],
  [2_592_000_000, '30d'],
  [60_000.001, '1m0.000001s'],
])('%d milliseconds are written as %s', (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});

test('what is written is read back to the same whole microseconds', () => {
  fc.assert(
    fc.property(fc.nat({ max: 4 * 10 ** 13 }), (durationUs) => {
      expect(parseDuration(formatDuration(durationUs / 1_000))).toBe(durationUs / 1_000);
    }),
    { seed: 1, numRuns: 2_000 },
  );
});

test('every text that is read matches the form for editors, and the other way round', () => {
  const whole = new RegExp(`^${durationUnit.form}$`);
  const pieces = fc.array(fc.constantFrom('1', '0', '.', 'ms', 's', 'm', 'h', 'd', '-'), { maxLength: 6 });
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('');
      expect(parseDuration(text) !== null).toBe(whole.test(text));
    }),
    { seed: 2, numRuns: 2_000 },
  );
});
