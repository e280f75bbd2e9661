import { afterEach, describe, expect, it } from 'vitest';
import { monotonicClock } from '../../src/clock.js';
import { Metronome } from '../../src/load/metronome.js';
import { ManualClock } from '../journal/manual-clock.js';

const open: Metronome[] = [];
afterEach(async () => {
  for (const metronome of open.splice(0)) await metronome.close();
});

/** A metronome on `clock`; the clock's own timers serve it until its thread is there. */
function metronomeOn(clock: ManualClock | typeof monotonicClock): Metronome {
  const metronome = new Metronome(clock);
  open.push(metronome);
  return metronome;
}

/** Waits until the thread serves: from then on a manual clock is not asked for timers. */
async function served(metronome: Metronome, clock: ManualClock): Promise<void> {
  for (;;) {
    const callOff = metronome.after(1e6, () => {});
    const isServed = clock.waiting === 0;
    callOff();
    if (isServed) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function woken(metronome: Metronome, ms: number): Promise<number> {
  return new Promise((resolve) => metronome.after(ms, () => resolve(monotonicClock.nowMs())));
}

describe('the metronome', () => {
  it('wakes after its time and never before, however short the wait is', async () => {
    const clock = new ManualClock();
    const metronome = metronomeOn(clock);
    await served(metronome, clock);
    for (const ms of [0, 0.1, 0.25, 0.7, 1, 1.3, 2.9, 10, -5]) {
      const beforeMs = monotonicClock.nowMs();
      expect((await woken(metronome, ms)) - beforeMs).toBeGreaterThanOrEqual(ms);
    }
    expect(clock.waiting).toBe(0);
  });

  it('wakes nobody who was called off', async () => {
    const clock = new ManualClock();
    const metronome = metronomeOn(clock);
    await served(metronome, clock);
    const told: string[] = [];
    for (let turn = 0; turn < 200; turn += 1) metronome.after(0.05, () => told.push('called off'))();
    await woken(metronome, 5);
    expect(told).toEqual([]);
  });

  it('leaves a second wake, and all of them before its thread is there, to the timers of its clock', async () => {
    const clock = new ManualClock();
    const metronome = metronomeOn(clock);
    const told: string[] = [];
    metronome.after(5, () => told.push('before the thread'));
    expect(clock.waiting).toBe(1);
    clock.turnTo(5);
    expect(told).toEqual(['before the thread']);
    await served(metronome, clock);
    const first = woken(metronome, 1);
    metronome.after(7, () => told.push('second'));
    expect(clock.waiting).toBe(1);
    await first;
    clock.turnTo(12);
    expect(told).toEqual(['before the thread', 'second']);
  });

  it('goes on with the timers of its clock when it is closed, and forgets what waited', async () => {
    const clock = new ManualClock();
    const metronome = metronomeOn(clock);
    await served(metronome, clock);
    const told: string[] = [];
    metronome.after(1, () => told.push('forgotten'));
    await metronome.close();
    expect(clock.waiting).toBe(0);
    metronome.after(3, () => told.push('later'));
    clock.turnTo(3);
    expect(told).toEqual(['later']);
  });

  it('tells the time of its clock', () => {
    const clock = new ManualClock();
    const metronome = metronomeOn(clock);
    clock.turnTo(1234.5);
    expect([metronome.nowMs(), metronome.wallMs(7)]).toEqual([1234.5, clock.wallMs(7)]);
  });
});
