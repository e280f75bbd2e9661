import { expect, test } from 'vitest';
import { canaryGapMs } from '../../src/monitor/canary-gap.js';

const schedule = { everyMs: 30_000, jitter: 0.2, spendPerDayCents: null };
const gaps = (seed: number, count: number, jitter = schedule.jitter) =>
  Array.from({ length: count }, (_, seq) => canaryGapMs({ ...schedule, jitter }, seed, seq));

test('each gap lies within the jitter around the interval, and in the mean they are the interval', () => {
  const drawn = gaps(1, 20_000);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(24_000);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(36_000);
  // Even over 12 s: one standard deviation of a mean of 20,000 is 24 ms.
  expect(Math.abs(drawn.reduce((sum, gap) => sum + gap, 0) / drawn.length - 30_000)).toBeLessThan(100);
});

test('the gaps are spread evenly', () => {
  const tenths = new Array<number>(10).fill(0);
  for (const gap of gaps(2, 20_000)) {
    const tenth = Math.floor((gap - 24_000) / 1_200);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  // 2,000 each, with a standard deviation of 42.
  for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(250);
});

test('the orders wander through the minute: nothing that happens each minute synchronises with them', () => {
  const seconds = new Array<number>(6).fill(0);
  let atMs = 0;
  for (const gap of gaps(3, 12_000)) {
    atMs += gap;
    const tenSeconds = Math.floor((atMs % 60_000) / 10_000);
    seconds[tenSeconds] = (seconds[tenSeconds] ?? 0) + 1;
  }
  for (const count of seconds) expect(Math.abs(count - 2_000)).toBeLessThan(600);
});

test('the same seed gives the same gaps, another one others, and no jitter none', () => {
  expect(gaps(4, 50)).toEqual(gaps(4, 50));
  expect(gaps(4, 50)).not.toEqual(gaps(5, 50));
  expect(new Set(gaps(4, 50, 0))).toEqual(new Set([30_000]));
});
