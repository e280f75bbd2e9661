import { expect, test } from 'vitest';
import { searchWish } from '../../src/capacity/search-wish.js';
import { readProfile } from '../../src/profile/read-profile.js';

const asked = { from: null, max: null, atLeast: null };

function profileWith(budget: string) {
  const load = 'load: { stages: [ { rate: 5/s, for: 1s }, { rate: 9/s, for: 1s } ] }';
  return readProfile(`name: p\n${load}\norders: [ { sku: a } ]\nbudgets: [ "${budget}" ]\n`, 'p.yaml');
}

test('a search begins at the rate of the first stage', () => {
  expect(searchWish(profileWith('delivery.p95{sku=a} < 1s'), asked)).toMatchObject({ fromPerSecond: 5 });
});

test('a budget on a stage has no meaning in a search, which has stages of its own', () => {
  expect(() => searchWish(profileWith('delivery.p95{stage=2} < 1s'), asked)).toThrow(
    'the budget delivery.p95{stage=2} < 1s speaks of a stage of the load, and a search has stages of its own; wanted budgets on all orders or on an SKU',
  );
});
