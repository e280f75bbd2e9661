import { expect, it } from 'vitest';
import { isIdempotencyKey } from '../../src/contract/idempotency-key.js';
import { orderKey } from '../../src/load/order-keys.js';

const secret = Buffer.alloc(32, 1);

it('order keys are valid, all different, and can be rebuilt from secret and number', () => {
  const keys = Array.from({ length: 10_000 }, (_, seq) => orderKey(secret, seq));
  expect(keys.every(isIdempotencyKey)).toBe(true);
  expect(new Set(keys).size).toBe(10_000);
  expect(Array.from({ length: 10_000 }, (_, seq) => orderKey(Buffer.alloc(32, 1), seq))).toEqual(keys);
});

it('order keys of another secret are others', () => {
  expect(orderKey(Buffer.alloc(32, 2), 0)).not.toBe(orderKey(secret, 0));
});

it('order keys stay what they are: a journal of an older version has to be readable', () => {
  expect(orderKey(secret, 0)).toMatchInlineSnapshot(`"6fcddf9a-c42b-4be9-888e-cbf159ce2abb"`);
  expect(orderKey(secret, 9_999_999)).toMatchInlineSnapshot(`"a471a583-1637-411f-a8c4-75af626de3b9"`);
});
