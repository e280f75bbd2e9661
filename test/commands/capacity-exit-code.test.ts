import { expect, test } from 'vitest';
import type { CapacityResult } from '../../src/capacity/capacity-result.js';
import { capacityExitCode } from '../../src/commands/capacity-exit-code.js';
import { searchWith } from '../report/hand-made-search.js';

function codeOf(parts: Partial<CapacityResult>, atLeastPerSecond: number | null = null): number {
  const result = searchWith(parts);
  return capacityExitCode({ ...result, search: { ...result.search, atLeastPerSecond } });
}

test('an answer is 0, unless the budgets hold nowhere or nothing was measured', () => {
  expect(codeOf({})).toBe(0);
  expect(codeOf({ answer: { kind: 'at_least', heldPerSecond: 10 } })).toBe(0);
  expect(codeOf({ answer: { kind: 'machine', heldPerSecond: 10, limitedPerSecond: 11 } })).toBe(0);
  expect(codeOf({ answer: { kind: 'below', brokenPerSecond: 10 } })).toBe(1);
  expect(codeOf({ answer: { kind: 'machine', heldPerSecond: null, limitedPerSecond: 11 } })).toBe(4);
});

test('below the wanted rate it is 1 where the API broke its budgets, and 3 where nobody knows', () => {
  expect(codeOf({}, 386)).toBe(0);
  expect(codeOf({}, 387)).toBe(1);
  expect(codeOf({ answer: { kind: 'machine', heldPerSecond: 10, limitedPerSecond: 11 } }, 10)).toBe(0);
  expect(codeOf({ answer: { kind: 'machine', heldPerSecond: 10, limitedPerSecond: 11 } }, 20)).toBe(3);
  expect(codeOf({ answer: { kind: 'below', brokenPerSecond: 10 } }, 20)).toBe(1);
});

test('a search without an answer is 3, and 4 where the measurement was at fault', () => {
  for (const cause of ['stopped', 'rule', 'limit', 'undecided'] as const) {
    expect(codeOf({ answer: null, end: { cause, sentence: '' } })).toBe(3);
  }
  expect(codeOf({ answer: null, end: { cause: 'unmeasured', sentence: '' } })).toBe(4);
});
