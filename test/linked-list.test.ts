import { expect, it } from 'vitest';
import { type Link, LinkedList } from '../src/linked-list.js';

interface Item extends Link<Item> {
  readonly name: string;
}

function item(name: string): Item {
  return { name, earlier: null, later: null };
}

function names(list: LinkedList<Item>): string[] {
  const forwards: string[] = [];
  for (let next = list.first; next !== null; next = next.later) forwards.push(next.name);
  const backwards: string[] = [];
  for (let next = list.last; next !== null; next = next.earlier) backwards.push(next.name);
  expect(backwards.reverse()).toEqual(forwards);
  return forwards;
}

it('links stay in the order in which they were added, and leave from anywhere', () => {
  const list = new LinkedList<Item>();
  const [a, b, c, d] = [item('a'), item('b'), item('c'), item('d')];
  expect(names(list)).toEqual([]);
  for (const one of [a, b, c, d]) list.add(one);
  expect(names(list)).toEqual(['a', 'b', 'c', 'd']);
  list.remove(b);
  expect(names(list)).toEqual(['a', 'c', 'd']);
  list.remove(a);
  list.remove(d);
  expect(names(list)).toEqual(['c']);
  list.add(a);
  expect(names(list)).toEqual(['c', 'a']);
  list.remove(c);
  list.remove(a);
  expect(names(list)).toEqual([]);
  expect([a, b, c, d]).toEqual([item('a'), item('b'), item('c'), item('d')]);
});
