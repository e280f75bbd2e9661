import { expect, it } from 'vitest';
import { watchLateness } from '../../src/receiver/lateness.js';

it('an event loop that stood still for a tenth of a second was late by what is left of it at the next look', async () => {
  const told = new Promise<readonly number[]>((resolve) => watchLateness(resolve));
  const stood = new Int32Array(new SharedArrayBuffer(4));
  const beganMs = performance.now();
  Atomics.wait(stood, 0, 0, 100);
  const stoodMs = performance.now() - beganMs;
  const lateMs = await told;
  expect(lateMs).toHaveLength(50);
  // The first look was due after 20 ms, and one millisecond is the timer's own.
  expect(lateMs[0]).toBeGreaterThan(stoodMs - 22);
  expect(Math.min(...lateMs)).toBeGreaterThanOrEqual(0);
});
