import { expect, test } from 'vitest';
import { roomLeft } from '../../src/capacity/room-left.js';

test('the limits hold for all steps together, and what is not limited stays so', () => {
  const used = [
    { orders: 300, spendCents: 12_600 },
    { orders: 500, spendCents: 21_000 },
  ];
  expect(roomLeft({ orders: 1_000, spendCents: 50_000, skus: null }, used)).toEqual({
    orders: 200,
    spendCents: 16_400,
  });
  expect(roomLeft({ orders: 700, spendCents: null, skus: null }, used)).toEqual({
    orders: 0,
    spendCents: null,
  });
});
