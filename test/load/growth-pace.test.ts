import { expect, it } from 'vitest';
import { GrowthPace } from '../../src/load/growth-pace.js';
import { ManualClock } from '../journal/manual-clock.js';

/** How many of `wanted` the pool may have now. */
function taken(pace: GrowthPace, wanted: number): number {
  return Array.from({ length: wanted }, () => pace.take()).filter((isTaken) => isTaken).length;
}

it('a pool grows by 128 at once, and by one a millisecond from then on', () => {
  const clock = new ManualClock();
  const pace = new GrowthPace(clock);
  const counts = [taken(pace, 1_000)];
  for (const atMs of [0.5, 1, 1.75, 2, 5]) {
    clock.turnTo(atMs);
    counts.push(taken(pace, 1_000));
  }
  expect(counts).toEqual([128, 0, 1, 0, 1, 3]);
});

it('what was not used is not saved up beyond 128', () => {
  const clock = new ManualClock();
  const pace = new GrowthPace(clock);
  expect(taken(pace, 100)).toBe(100);
  clock.turnTo(3);
  expect(taken(pace, 5)).toBe(5);
  clock.turnTo(60_000);
  expect(taken(pace, 1_000)).toBe(128);
});
