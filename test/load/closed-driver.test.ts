import { expect, test } from 'vitest';
import { type Admission, ClosedDriver } from '../../src/load/closed-driver.js';
import { HandClock } from '../run/hand-clock.js';

/** A driver whose orders a test admits, and what it has done: `seq@connection` sent, `-seq` dropped. */
function driver(connections: number, endSeq: number, admit: (seq: number, free: number) => Admission) {
  const clock = new HandClock();
  const done: string[] = [];
  const made = new ClosedDriver({
    connections,
    endSeq,
    clock,
    admit,
    due: (seq, plannedMs, connection) => done.push(`${seq}@${connection} ${plannedMs}`),
    dropped: (seq, plannedMs) => done.push(`-${seq} ${plannedMs}`),
  });
  return { made, clock, done };
}

const isSettled = async (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    promise.then(() => true),
    new Promise<boolean>((resolve) => setImmediate(() => resolve(false))),
  ]);

test('each connection takes its next order when its last one is over, at that instant', async () => {
  const { made, clock, done } = driver(2, 5, () => 'send');
  made.wake();
  await clock.pass(10);
  made.over(1);
  await clock.pass(5);
  made.over(0);
  expect(done).toEqual(['0@0 0', '1@1 0', '2@1 10', '3@0 15']);
  expect(await isSettled(made.finished)).toBe(false);
  made.over(0);
  made.over(1);
  expect(done.slice(4)).toEqual(['4@0 15']);
  expect(await isSettled(made.finished)).toBe(true);
});

test('with more connections than orders, some have nothing to do', async () => {
  const { made, done } = driver(4, 2, () => 'send');
  made.wake();
  expect(done).toEqual(['0@0 0', '1@1 0']);
  expect(await isSettled(made.finished)).toBe(true);
});

test('an order that can’t be admitted yet keeps connections waiting, and nobody overtakes it', () => {
  let admitted = 1;
  const asked: [number, number][] = [];
  const { made, done } = driver(3, 9, (seq, free) => {
    asked.push([seq, free]);
    return seq < admitted ? 'send' : 'wait';
  });
  made.wake();
  expect(done).toEqual(['0@0 0']);
  admitted = 4;
  made.wake();
  expect(done).toEqual(['0@0 0', '1@1 0', '2@2 0']);
  made.over(1);
  expect(done.at(-1)).toBe('3@1 0');
  expect(asked).toEqual([
    [0, 3],
    [1, 2],
    [1, 2],
    [2, 1],
    [3, 1],
  ]);
});

test('orders are dropped without a connection, some hundreds at a time', async () => {
  const { made, clock, done } = driver(1, 1_000, (seq) => (seq < 999 ? 'drop' : 'send'));
  made.wake();
  expect(done).toHaveLength(256);
  await clock.pass(1);
  expect(done).toHaveLength(1_000);
  expect(done.slice(-2)).toEqual(['-998 0', '999@0 0']);
});

test('after the stop no order is taken, whoever is free', async () => {
  const { made, clock, done } = driver(2, 1_000, (seq) => (seq < 2 ? 'send' : 'drop'));
  made.wake();
  made.stop();
  made.over(0);
  made.wake();
  await clock.pass(1);
  expect(done).toEqual(['0@0 0', '1@1 0']);
  expect(await isSettled(made.finished)).toBe(true);
});
