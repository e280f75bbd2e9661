import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { monotonicClock } from '../../src/clock.js';
import { aheadOfSystemMs, clockOfThread } from '../../src/receiver/thread-clock.js';

it('two clocks are as far from each other as they are ahead of the system by more', () => {
  const later = { ...monotonicClock, nowMs: () => monotonicClock.nowMs() + 86_400_000 };
  expect(aheadOfSystemMs(later) - aheadOfSystemMs(monotonicClock)).toBeCloseTo(86_400_000, 0);
});

it('the clock of a thread goes on from the one that it is set by', () => {
  const origin = { ...monotonicClock, nowMs: () => monotonicClock.nowMs() + 5_000_000 };
  const clock = clockOfThread(aheadOfSystemMs(origin));
  const [before, between, after] = [origin.nowMs(), clock.nowMs(), origin.nowMs()];
  // Each of the two may be a few microseconds off.
  expect(between).toBeGreaterThan(before - 1);
  expect(between).toBeLessThan(after + 1);
  expect(Math.abs(clock.wallMs(clock.nowMs()) - Date.now())).toBeLessThan(1_000);
});

it('the clock of another thread is the same', async () => {
  const clockFile = new URL('../../dist/receiver/thread-clock.js', import.meta.url).href;
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    import('${clockFile}').then(({ clockOfThread }) => {
      const clock = clockOfThread(workerData);
      parentPort.on('message', () => { parentPort.postMessage(clock.nowMs()); parentPort.close(); });
      parentPort.postMessage(null);
    });
  `;
  const worker = new Worker(source, { eval: true, workerData: aheadOfSystemMs(monotonicClock) });
  const next = (): Promise<number> => new Promise((resolve) => worker.once('message', resolve));
  await next();
  const beforeMs = monotonicClock.nowMs();
  worker.postMessage('now');
  const setMs = await next();
  const afterMs = monotonicClock.nowMs();
  expect(setMs).toBeGreaterThan(beforeMs - 1);
  expect(setMs).toBeLessThan(afterMs + 1);
});
