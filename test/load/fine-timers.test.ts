import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { monotonicClock } from '../../src/clock.js';
import { FineTimers } from '../../src/load/fine-timers.js';
import { randomSource } from '../../src/random.js';
import { ManualClock } from '../journal/manual-clock.js';

function woken(timers: FineTimers, ms: number): Promise<number> {
  return new Promise((resolve) => timers.after(ms, () => resolve(monotonicClock.nowMs())));
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the fine timers', () => {
  it('wake after their time and never before, however short the wait is', async () => {
    const timers = new FineTimers(monotonicClock);
    for (const ms of [0, 0.1, 0.25, 0.7, 1, 1.3, 1.6, 2.9, 10, -5]) {
      const beforeMs = monotonicClock.nowMs();
      expect((await woken(timers, ms)) - beforeMs).toBeGreaterThanOrEqual(ms);
    }
  });

  it('lose no wake in five thousand waits, half of them called off for another one', async () => {
    const timers = new FineTimers(monotonicClock);
    const random = randomSource(5, 'waits');
    let wakes = 0;
    for (let wait = 0; wait < 5_000; wait += 1) {
      if (wait % 2 === 0) timers.after(random.uniform(2 * wait) * 0.1, () => expect.unreachable())();
      await woken(timers, random.uniform(2 * wait + 1) * 0.1);
      wakes += 1;
    }
    expect(wakes).toBe(5_000);
  });

  it('wake nobody who was called off, before the last slices or among them', async () => {
    const clock = new ManualClock();
    const timers = new FineTimers(clock);
    const told: string[] = [];
    timers.after(10, () => told.push('called off early'))();
    const callOff = timers.after(1, () => told.push('called off late'));
    await turn();
    await turn();
    callOff();
    clock.turnTo(20);
    await woken(new FineTimers(monotonicClock), 3);
    expect(told).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  it('leave all but the last millisecond and a half to the timers of their clock', async () => {
    const clock = new ManualClock();
    const timers = new FineTimers(clock);
    const told: string[] = [];
    timers.after(10, () => told.push('woken'));
    expect(clock.waiting).toBe(1);
    clock.turnTo(8.5);
    expect(clock.waiting).toBe(0);
    await turn();
    expect(told).toEqual([]);
    clock.turnTo(10);
    await turn();
    await turn();
    expect(told).toEqual(['woken']);
  });

  it('hear what sockets bring between the slices', async () => {
    const clock = new ManualClock();
    const timers = new FineTimers(clock);
    const server = createServer((socket) => socket.end('heard'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const told: string[] = [];
    // On a clock that stands still these slices have no end of their own.
    timers.after(1, () => told.push('woken'));
    const address = server.address();
    const socket = connect({
      port: typeof address === 'object' ? (address?.port ?? 0) : 0,
      host: '127.0.0.1',
    });
    const [bytes] = await once(socket, 'data');
    expect([String(bytes), ...told]).toEqual(['heard']);
    clock.turnTo(1);
    await once(server.close(), 'close');
    await turn();
    expect(told).toEqual(['woken']);
  });

  it.each([
    [0.3, true, false],
    [0.31, true, true],
    [0.3, false, true],
  ])(
    'in a wait of %j ms, where others have a processor of their own: %j, sleep: %j',
    async (ms, mayStayAwake, sleeps) => {
      const sleep = vi.spyOn(Atomics, 'wait');
      const clock = new ManualClock();
      const timers = new FineTimers(clock, mayStayAwake);
      const told: string[] = [];
      timers.after(ms, () => told.push('woken'));
      for (let turns = 0; turns < 3; turns += 1) await turn();
      const slept = sleep.mock.calls.length > 0;
      sleep.mockRestore();
      expect([slept, ...told]).toEqual([sleeps]);
      clock.turnTo(ms);
      await turn();
      await turn();
      expect(told).toEqual(['woken']);
    },
  );

  it('tell the time of their clock', () => {
    const clock = new ManualClock();
    const timers = new FineTimers(clock);
    clock.turnTo(1234.5);
    expect([timers.nowMs(), timers.wallMs(7)]).toEqual([1234.5, clock.wallMs(7)]);
  });
});
