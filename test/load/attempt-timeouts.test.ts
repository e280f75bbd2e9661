import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AttemptTimeouts, type TimedAttempt } from '../../src/load/attempt-timeouts.js';
import { ManualClock } from '../journal/manual-clock.js';

/** An attempt that notes when it timed out. */
class Noted implements TimedAttempt {
  dueMs = 0;
  earlier: TimedAttempt | null = null;
  later: TimedAttempt | null = null;
  timedOutMs: number | null = null;

  constructor(private readonly clock: ManualClock) {}

  timedOut(): void {
    this.timedOutMs = this.clock.nowMs();
  }
}

describe('the time limit of attempts', () => {
  it('strikes each attempt at its own instant, with one timer for all', () => {
    const clock = new ManualClock();
    const timeouts = new AttemptTimeouts(clock, 100);
    const attempts = [0, 10, 10, 40].map((startMs) => {
      clock.turnTo(startMs);
      const attempt = new Noted(clock);
      timeouts.add(attempt);
      return attempt;
    });
    expect(clock.waiting).toBe(1);
    for (const ms of [99, 100, 110, 139, 140, 500]) clock.turnTo(ms);
    expect(attempts.map(({ timedOutMs }) => timedOutMs)).toEqual([100, 110, 110, 140]);
  });

  it('keeps no timer while no attempt is under way', () => {
    const clock = new ManualClock();
    const timeouts = new AttemptTimeouts(clock, 100);
    const attempt = new Noted(clock);
    timeouts.add(attempt);
    timeouts.remove(attempt);
    expect(clock.waiting).toBe(0);
    clock.turnTo(500);
    expect(attempt.timedOutMs).toBeNull();
  });

  it('lets an attempt begin while another one strikes', () => {
    const clock = new ManualClock();
    const timeouts = new AttemptTimeouts(clock, 100);
    const second = new Noted(clock);
    const first = new Noted(clock);
    first.timedOut = () => timeouts.add(second);
    timeouts.add(first);
    clock.turnTo(100);
    clock.turnTo(199);
    expect(second.timedOutMs).toBeNull();
    clock.turnTo(200);
    expect(second.timedOutMs).toBe(200);
  });

  it('strikes exactly those that are not over by then, whatever ends in between', () => {
    const step = fc.record({ waitMs: fc.nat({ max: 60 }), endsAfterMs: fc.option(fc.nat({ max: 150 })) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const clock = new ManualClock();
        const timeouts = new AttemptTimeouts(clock, 100);
        const attempts: { attempt: Noted; startMs: number; endMs: number | null }[] = [];
        let nowMs = 0;
        let startMs = 0;
        const starts = steps.map(({ waitMs, endsAfterMs }) => {
          startMs += waitMs;
          return { startMs, endMs: endsAfterMs === null ? null : startMs + endsAfterMs };
        });
        for (; nowMs <= startMs + 300; nowMs += 1) {
          clock.turnTo(nowMs);
          for (const start of starts.filter((other) => other.startMs === nowMs)) {
            const attempt = new Noted(clock);
            timeouts.add(attempt);
            attempts.push({ attempt, ...start });
          }
          for (const { attempt, endMs } of attempts)
            if (endMs === nowMs && attempt.timedOutMs === null) timeouts.remove(attempt);
        }
        for (const { attempt, startMs: from, endMs } of attempts) {
          const strikes = endMs === null || endMs >= from + 100;
          expect(attempt.timedOutMs).toBe(strikes ? from + 100 : null);
        }
        expect(clock.waiting).toBe(0);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
