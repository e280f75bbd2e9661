import { expect, it } from 'vitest';
import { type IdleConnection, IdleConnections } from '../../src/load/idle-connections.js';
import { ManualClock } from '../journal/manual-clock.js';

interface Named extends IdleConnection<Named> {
  readonly name: string;
}

function named(name: string, isOpen = true): Named {
  return { name, isOpen, idleSinceMs: 0, earlier: null, later: null };
}

/** The names of the next ones, each given back at once. */
function used(idle: IdleConnections<Named>, times: number): string {
  return Array.from({ length: times }, () => {
    const next = idle.take();
    if (next === null) return '-';
    idle.add(next);
    return next.name;
  }).join('');
}

it('the newest is used again and again, and whoever has been idle for a second once in between', () => {
  const clock = new ManualClock();
  const idle = new IdleConnections<Named>(clock);
  for (const name of 'abc') idle.add(named(name));
  const uses: string[] = [];
  for (const atMs of [0, 999, 1_000, 1_001, 1_500, 1_999, 2_000, 2_001]) {
    clock.turnTo(atMs);
    uses.push(used(idle, 3));
  }
  // c was used last at 999 and a at 1,000, so a second later each of them is used again, and stays the newest.
  expect(uses).toEqual(['ccc', 'ccc', 'abb', 'bbb', 'bbb', 'ccc', 'aaa', 'aaa']);
});

it('where they are too many for the rate, the oldest are left to close', () => {
  const clock = new ManualClock();
  const idle = new IdleConnections<Named>(clock);
  const [a, b, c] = [named('a'), named('b'), named('c')];
  for (const connection of [a, b, c]) idle.add(connection);
  let uses = '';
  for (const atMs of [1_999, 2_000, 3_000, 4_000]) {
    clock.turnTo(atMs);
    uses += used(idle, 1);
  }
  expect(uses).toBe('aaaa');
  idle.change(b, false);
  idle.change(c, false);
  expect(used(idle, 2)).toBe('aa');
  expect([a.isOpen, b.isOpen, c.isOpen]).toEqual([true, false, false]);
});

it('a closed connection is used only when none is open', () => {
  const idle = new IdleConnections<Named>(new ManualClock());
  expect(idle.take()).toBeNull();
  idle.add(named('closed', false));
  idle.add(named('open'));
  expect([idle.take()?.name, idle.take()?.name, idle.take()]).toEqual(['open', 'closed', null]);
});

it('a connection whose socket comes or goes while it is idle changes its place', () => {
  const idle = new IdleConnections<Named>(new ManualClock());
  const [a, b] = [named('a'), named('b', false)];
  idle.add(a);
  idle.add(b);
  idle.change(b, true);
  idle.change(b, true);
  idle.change(a, false);
  idle.change(a, false);
  expect([idle.take(), idle.take(), idle.take()]).toEqual([b, a, null]);
  expect([a.isOpen, b.isOpen]).toEqual([false, true]);
});

it('forgets all of them', () => {
  const idle = new IdleConnections<Named>(new ManualClock());
  for (const name of 'ab') idle.add(named(name));
  idle.add(named('c', false));
  idle.clear();
  expect(idle.take()).toBeNull();
});
