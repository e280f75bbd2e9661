import { expect, test } from 'vitest';
import { DailyLimit } from '../../src/monitor/daily-limit.js';

const at = (text: string) => Date.parse(`${text}Z`);
const today = { day: '2026-11-22', fromSeq: 0, committedCents: 0 };

test('a day has room for its limit, to the cent', () => {
  const limit = new DailyLimit(2_000, today);
  expect([limit.reserve(1_500), limit.reserve(501), limit.reserve(500), limit.reserve(1)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect(limit.committedCents).toBe(2_000);
});

test('at midnight in UTC the whole limit is there again', () => {
  const limit = new DailyLimit(2_000, today);
  limit.reserve(2_000);
  expect(limit.lookAt(at('2026-11-22T23:59:59.999'), 8)).toBe(false);
  expect(limit.reserve(1)).toBe(false);
  expect(limit.lookAt(at('2026-11-23T00:00:00'), 8)).toBe(true);
  expect(limit.today).toEqual({ day: '2026-11-23', fromSeq: 8, committedCents: 0 });
  expect(limit.reserve(2_000)).toBe(true);
});

test("what comes back of yesterday's orders makes no room today", () => {
  const limit = new DailyLimit(2_000, today);
  limit.reserve(1_000);
  limit.lookAt(at('2026-11-23T00:00:01'), 1);
  limit.reserve(1_500);
  limit.release(1_000, 0);
  expect(limit.committedCents).toBe(1_500);
  limit.release(1_500, 1);
  expect(limit.committedCents).toBe(0);
});

test('a clock that is set back opens no second limit, and one that was a day ahead at most one', () => {
  const limit = new DailyLimit(2_000, today);
  limit.reserve(2_000);
  limit.lookAt(at('2026-11-23T10:00:00'), 5);
  limit.reserve(1_200);
  expect(limit.lookAt(at('2026-11-22T10:00:00'), 6)).toBe(false);
  expect(limit.today).toEqual({ day: '2026-11-22', fromSeq: 5, committedCents: 1_200 });
  expect(limit.reserve(801)).toBe(false);
  expect(limit.lookAt(at('2026-11-23T00:00:00'), 7)).toBe(true);
});

test('a later process goes on with what was set aside, even above a limit that is lower by now', () => {
  const limit = new DailyLimit(500, { ...today, committedCents: 900 });
  expect(limit.reserve(1)).toBe(false);
  limit.release(600, null);
  expect(limit.reserve(200)).toBe(true);
  expect(limit.committedCents).toBe(500);
});

test('without a limit everything passes, and is counted all the same', () => {
  const limit = new DailyLimit(null, today);
  expect(limit.reserve(1_000_000)).toBe(true);
  expect(limit.committedCents).toBe(1_000_000);
});
