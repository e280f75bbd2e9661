import { expect, test } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import { LoopWatch } from '../../src/run/loop-watch.js';

test('once a second the longest delay of a tick is told, and then forgotten', () => {
  const events: OrderEvent[] = [];
  const watch = new LoopWatch((event) => events.push(event));
  for (const atMs of [0, 20, 40, 95, 115, 900, 1001, 1021, 2001.0004]) watch.tick(atMs, 20);
  expect(events).toEqual([
    { kind: 'loop_delay', atMs: 1001, maxMs: 765 },
    { kind: 'loop_delay', atMs: 2001.0004, maxMs: 960 },
  ]);
});
