import { expect, it } from 'vitest';
import { onceATurn } from '../../src/run/once-a-turn.js';

it('draws once for all who ask in one turn, and anew in the next', async () => {
  let drawn = 0;
  const draw = onceATurn(() => {
    drawn += 1;
    return drawn;
  });
  expect([draw(), draw(), draw()]).toEqual([1, 1, 1]);
  await Promise.resolve();
  expect([draw(), draw()]).toEqual([2, 2]);
});

it('draws again after a failure', () => {
  let fails = true;
  const draw = onceATurn(() => {
    if (fails) throw new Error('not yet');
    return 'drawn';
  });
  expect(draw).toThrow('not yet');
  fails = false;
  expect(draw()).toBe('drawn');
});
