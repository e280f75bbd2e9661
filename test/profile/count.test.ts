import { expect, test } from 'vitest';
import { parseCount } from '../../src/profile/count.js';

test.each([
  ['0', 0],
  ['12', 12],
])('%s is the number %d', (text, count) => {
  expect(parseCount(text)).toBe(count);
});

test.each(['', '-1', '1.5', '1e3', '0x10', ' 1', '99999999999999999999'])('%j is no whole number', (text) => {
  expect(parseCount(text)).toBeNull();
});
