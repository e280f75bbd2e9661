import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { isIdempotencyKey } from '../../src/contract/idempotency-key.js';

it('an idempotency key is any UUID of version 4, in either case', () => {
  for (let n = 0; n < 100; n += 1) expect(isIdempotencyKey(randomUUID())).toBe(true);
  expect(isIdempotencyKey('8F14E45F-CEEA-467A-9AF0-1B2C3D4E5F60')).toBe(true);
});

it.each([
  ['another version', '8f14e45f-ceea-167a-9af0-1b2c3d4e5f60'],
  ['another variant', '8f14e45f-ceea-467a-caf0-1b2c3d4e5f60'],
  ['no dashes', '8f14e45fceea467a9af01b2c3d4e5f60'],
  ['a line break at the end', '8f14e45f-ceea-467a-9af0-1b2c3d4e5f60\n'],
  ['nothing', ''],
])('an idempotency key is not a text with %s', (_, text) => {
  expect(isIdempotencyKey(text)).toBe(false);
});
