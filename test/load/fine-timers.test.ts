import { afterEach, describe, expect, it } from 'vitest';
import { monotonicClock, type TimerClock } from '../../src/clock.js';
import { FineTimers } from '../../src/load/fine-timers.js';
import { randomSource } from '../../src/random.js';
import { ManualClock } from '../journal/manual-clock.js';

const open: FineTimers[] = [];
afterEach(async () => {
  for (const timers of open.splice(0)) await timers.close();
});

function timersOn(clock: TimerClock): FineTimers {
  const timers = new FineTimers(clock);
  open.push(timers);
  return timers;
}

function woken(timers: FineTimers, ms: number): Promise<number> {
  return new Promise((resolve) => timers.after(ms, () => resolve(monotonicClock.nowMs())));
}

// On a manual clock that nobody turns, only the thread can wake.
describe('the fine timers', () => {
  it('wake after their time and never before, however short the wait is', async () => {
    const clock = new ManualClock();
    const timers = timersOn(clock);
    for (const ms of [0, 0.1, 0.25, 0.7, 1, 1.3, 2.9, 10, -5]) {
      const beforeMs = monotonicClock.nowMs();
      expect((await woken(timers, ms)) - beforeMs).toBeGreaterThanOrEqual(ms);
    }
    expect(clock.waiting).toBe(0);
  });

  it('lose no wake in twenty thousand waits, half of them called off for another one', async () => {
    const timers = timersOn(new ManualClock());
    const random = randomSource(5, 'waits');
    let wakes = 0;
    for (let turn = 0; turn < 20_000; turn += 1) {
      if (turn % 2 === 0) timers.after(random.uniform(2 * turn) * 0.1, () => expect.unreachable())();
      await woken(timers, random.uniform(2 * turn + 1) * 0.1);
      wakes += 1;
    }
    expect(wakes).toBe(20_000);
  });

  it('wake nobody who was called off', async () => {
    const timers = timersOn(new ManualClock());
    const told: string[] = [];
    for (let turn = 0; turn < 200; turn += 1) timers.after(0.05, () => told.push('called off'))();
    await woken(timers, 5);
    expect(told).toEqual([]);
  });

  it('leave a second wake at a time to the timers of their clock', async () => {
    const clock = new ManualClock();
    const timers = timersOn(clock);
    const told: string[] = [];
    const first = woken(timers, 1);
    timers.after(7, () => told.push('second'));
    await first;
    expect(clock.waiting).toBe(1);
    clock.turnTo(7);
    expect(told).toEqual(['second']);
  });

  it('wake by the timers of their clock where those are first, and once', async () => {
    const clock = new ManualClock();
    const timers = timersOn(clock);
    const told: string[] = [];
    timers.after(3, () => told.push('woken'));
    clock.turnTo(3);
    expect(told).toEqual(['woken']);
    await woken(timers, 5);
    expect(told).toEqual(['woken']);
  });

  it('leave waits that are too long for the thread to the timers of their clock', async () => {
    const clock = new ManualClock();
    const timers = timersOn(clock);
    const told: string[] = [];
    timers.after(0.5, () => told.push('called off'))();
    timers.after(2_000_000, () => told.push('woken'));
    const another = timersOn(new ManualClock());
    await woken(another, 20);
    expect(told).toEqual([]);
    clock.turnTo(2_000_000);
    expect(told).toEqual(['woken']);
  });

  it('go on with the timers of their clock after the thread has ended', async () => {
    const clock = new ManualClock();
    const timers = timersOn(clock);
    await woken(timers, 1);
    await timers.close();
    const told: string[] = [];
    timers.after(3, () => told.push('later'));
    clock.turnTo(3);
    expect(told).toEqual(['later']);
  });

  it('tell the time of their clock', () => {
    const clock = new ManualClock();
    const timers = timersOn(clock);
    clock.turnTo(1234.5);
    expect([timers.nowMs(), timers.wallMs(7)]).toEqual([1234.5, clock.wallMs(7)]);
  });
});
