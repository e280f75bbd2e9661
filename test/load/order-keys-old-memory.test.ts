import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { orderKey } from '../../src/load/order-keys.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void;

const secret = Buffer.alloc(32, 1);
const orders = 100_000;
const ordersACollection = 5_000;

it('order keys leave nothing behind that grows old', () => {
  makeKeys(0);
  collect();
  const before = oldBytes();
  makeKeys(orders);
  // The text of an order's number alone takes 24 bytes.
  expect((oldBytes() - before) / orders).toBeLessThan(5);
});

/** Young objects are collected so often that what outlives an order by some ten thousand others is moved to the old ones. */
function makeKeys(first: number): void {
  for (let seq = first; seq < first + orders; seq += 1) {
    orderKey(secret, seq);
    if (seq % ordersACollection === 0) collect({ type: 'minor' });
  }
}

function oldBytes(): number {
  return (
    getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ??
    Number.NaN
  );
}
