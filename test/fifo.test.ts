import { expect, it } from 'vitest';
import { Fifo } from '../src/fifo.js';

it('the first in is the first out, over many pieces of its array', () => {
  const fifo = new Fifo<number>();
  let given = 0;
  for (let n = 0; n < 10_000; n += 1) {
    fifo.push(n);
    if (n % 3 !== 0) expect(fifo.shift()).toBe(given++);
  }
  expect(fifo.size).toBe(10_000 - given);
  while (fifo.size > 0) expect(fifo.shift()).toBe(given++);
  expect(given).toBe(10_000);
  expect(fifo.shift()).toBeUndefined();
});
