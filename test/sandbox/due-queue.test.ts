import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DueQueue } from '../../src/sandbox/due-queue.js';

it('the due queue gives everything in order of time, and of arrival within one instant', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 300 }), (dues) => {
      const queue = new DueQueue<{ dueMs: number; n: number }>();
      dues.forEach((dueMs, n) => {
        queue.push(dueMs, { dueMs, n });
      });
      const taken: { dueMs: number; n: number }[] = [];
      for (let item = queue.popDue(100); item; item = queue.popDue(100)) taken.push(item);
      expect(taken).toEqual(
        dues.map((dueMs, n) => ({ dueMs, n })).sort((a, b) => a.dueMs - b.dueMs || a.n - b.n),
      );
      expect(queue.nextDueMs()).toBe(Number.POSITIVE_INFINITY);
    }),
    { seed: 2 },
  );
});

it('the due queue keeps what is not due', () => {
  const queue = new DueQueue<string>();
  queue.push(10, 'b');
  queue.push(5, 'a');
  expect(queue.nextDueMs()).toBe(5);
  expect(queue.popDue(7)).toBe('a');
  expect(queue.popDue(7)).toBeUndefined();
  expect(queue.size).toBe(1);
});
