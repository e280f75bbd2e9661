import { expect, test } from 'vitest';
import { allowedGrowth, backlogGrows } from '../../src/capacity/backlog.js';
import { randomSource } from '../../src/random.js';

test('a backlog may grow by 2.5 % of the orders and by two sigma of what was open', () => {
  expect(allowedGrowth({ startOrders: 100, endOrders: 0, sentOrders: 2_000 })).toBe(80);
  expect(backlogGrows({ startOrders: 100, endOrders: 180, sentOrders: 2_000 })).toBe(false);
  expect(backlogGrows({ startOrders: 100, endOrders: 181, sentOrders: 2_000 })).toBe(true);
  expect(backlogGrows({ startOrders: 100, endOrders: 3, sentOrders: 2_000 })).toBe(false);
});

/** Open orders at both ends of 10 s of Poisson arrivals, each served for `serviceMs` by one of `suppliers`. */
function backlogOf(rate: number, suppliers: number, serviceMs: number, seed: number) {
  const gaps = randomSource(seed, 'gaps');
  const free = new Array<number>(suppliers).fill(0);
  let [startOrders, endOrders, sentOrders, atMs] = [0, 0, 0, 0];
  for (let n = 0; atMs < 12_000; n += 1) {
    atMs += (-Math.log(gaps.uniform(n)) * 1000) / rate;
    const endsMs = Math.max(atMs, free[n % suppliers] ?? 0) + serviceMs;
    free[n % suppliers] = endsMs;
    if (atMs < 2_000 && endsMs >= 2_000) startOrders += 1;
    if (atMs < 12_000 && endsMs >= 12_000) endOrders += 1;
    if (atMs >= 2_000 && atMs < 12_000) sentOrders += 1;
  }
  return { startOrders, endOrders, sentOrders };
}

test('of 200 steps at 90 % of the capacity next to none is said to grow, and at 115 % all are', () => {
  const grown = (rate: number) =>
    Array.from({ length: 200 }, (_, seed) => backlogOf(rate, 20, 100, seed)).filter(backlogGrows).length;
  expect(grown(180)).toBeLessThanOrEqual(2);
  expect(grown(230)).toBe(200);
});
