import { describe, expect, it } from 'vitest';
import { falseAlarmChance, leastEvents } from '../../src/rules/least-events.js';
import { probabilityOfAtLeast } from '../../src/statistics/binomial-tail.js';

/** How likely a sound service is to have more than this share of bad events among so many. */
function chance(events: number, thresholdRatio: number, soundRatio: number): number {
  return probabilityOfAtLeast(Math.floor(thresholdRatio * events + 1e-9) + 1, events, soundRatio);
}

describe('leastEvents', () => {
  it.each([
    // 95 %, the pages of a week
    [0.168, 0.025, 24],
    [0.07, 0.025, 172],
    // 99 %, the pages of 30 days
    [0.144, 0.005, 14],
    [0.06, 0.005, 50],
  ])('of a threshold of %d and a sound share of %d is %d', (threshold, sound, events) => {
    expect(leastEvents(threshold, sound)).toBe(events);
  });

  it.each([
    [0.168, 0.025],
    [0.05, 0.025],
    [0.144, 0.005],
    [0.01, 0.005],
    [0.5, 0.25],
    [0.9, 0.025],
  ])(
    'is the first number from which on chance passes %d at most once in a thousand, by shares of %d',
    (threshold, sound) => {
      const least = leastEvents(threshold, sound);
      for (let events = least; events < least + 3000; events += 1) {
        expect(chance(events, threshold, sound)).toBeLessThanOrEqual(falseAlarmChance);
      }
      const bySingle = Math.floor(threshold * (least - 1) + 1e-9) === 0;
      expect(bySingle || chance(least - 1, threshold, sound) > falseAlarmChance).toBe(true);
    },
  );

  it('is found for the strictest of promises, too', () => {
    const [threshold, sound] = [1e-6, 5e-7];
    const least = leastEvents(threshold, sound);
    expect(least).toBe(25_000_000);
    expect(chance(least - 1, threshold, sound)).toBeGreaterThan(falseAlarmChance);
    expect(chance(least, threshold, sound)).toBeLessThanOrEqual(falseAlarmChance);
  });

  it('never lets a single bad event pass the threshold', () => {
    for (const threshold of [0.003, 0.0144, 0.144, 0.168, 0.3, 0.5, 0.72]) {
      const least = leastEvents(threshold, threshold / 20);
      expect(1 / least).toBeLessThanOrEqual(threshold);
    }
  });

  it.each([
    [0.05, 0.05],
    [0.05, 0.1],
    [1, 0.5],
    [0.5, 0],
  ])('refuses a threshold of %d with a sound share of %d', (threshold, sound) => {
    expect(() => leastEvents(threshold, sound)).toThrow(RangeError);
  });
});
