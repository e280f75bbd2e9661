import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCents, parseUsd } from '../../src/profile/usd.js';

test.each([
  ['100 USD', 10_000],
  ['0.50 USD', 50],
  ['0.5 USD', 50],
  ['1.05 USD', 105],
  ['0 USD', 0],
])('%s are %d cents', (text, cents) => {
  expect(parseUsd(text)).toBe(cents);
});

test.each([
  '',
  '100',
  'USD',
  '$100',
  '100USD',
  '100 usd',
  '100 EUR',
  '-1 USD',
  '1.005 USD',
  '1,000 USD',
  '.5 USD',
  '99999999999999999 USD',
])('%j is no amount', (text) => {
  expect(parseUsd(text)).toBeNull();
});

test.each([
  [10_000, '100 USD'],
  [50, '0.50 USD'],
  [105, '1.05 USD'],
  [0, '0 USD'],
])('%d cents are written as %s', (cents, text) => {
  expect(formatCents(cents)).toBe(text);
});

test('what is written is read back to the same cents', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10 ** 14 }), (cents) => {
      expect(parseUsd(formatCents(cents))).toBe(cents);
    }),
    { seed: 5, numRuns: 2_000 },
  );
});
