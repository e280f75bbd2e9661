import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnOf,
  type HistoryColumn,
  type HistoryRow,
  historyColumns,
  historyRow,
} from '../../src/live-page/history-columns.js';
import { LiveHistory, maxRows } from '../../src/live-page/live-history.js';
import { liveReadingAt } from './live-readings.js';

const second = 1000;

const nothingYet = historyRow(liveReadingAt(0));

/** A reading a second, the n-th of which has sent n orders and has a p99 of its own. */
function rowAt(n: number, p99Ms: number | null = n): HistoryRow {
  const own: Readonly<Partial<Record<HistoryColumn, number | null>>> = { planned: n, sent: n, p99: p99Ms };
  const [, ...values] = nothingYet;
  return [n * second, ...values.map((value, column) => own[historyColumns[column] ?? 'lost'] ?? value)];
}

function filled(readings: number): LiveHistory {
  const history = new LiveHistory();
  for (let n = 0; n < readings; n += 1) history.add(rowAt(n));
  return history;
}

describe('the history of the live page', () => {
  it('has every reading while there are at most as many as rows', () => {
    const history = filled(maxRows);
    expect(history.isLong).toBe(false);
    expect(columnOf(history.whole, 'sent')).toEqual(Array.from({ length: maxRows }, (_, n) => n));
    expect(history.recent).toEqual(history.whole);
  });

  it('keeps the newest readings one by one and the whole run in rows of two, once there are more', () => {
    const history = filled(maxRows + 1);
    expect(history.isLong).toBe(true);
    expect(columnOf(history.recent, 'sent').at(0)).toBe(1);
    expect(columnOf(history.recent, 'sent').at(-1)).toBe(maxRows);
    const whole = columnOf(history.whole, 'sent');
    expect(whole.slice(0, 3)).toEqual([1, 3, 5]);
    expect(whole.slice(-2)).toEqual([maxRows - 1, maxRows]);
    expect(whole).toHaveLength(maxRows / 2 + 1);
  });

  it('keeps the highest percentile of the readings that one row stands for', () => {
    const history = new LiveHistory();
    for (let n = 0; n < maxRows * 2 + 2; n += 1)
      history.add(rowAt(n, n === 700 ? 9_000 : n % 3 === 0 ? null : 10));
    const p99 = columnOf(history.whole, 'p99');
    expect(p99.filter((ms) => ms === 9_000)).toHaveLength(1);
    expect(p99.filter((ms) => ms === null)).toEqual([]);
  });

  it('stays within its limit however long a run is, and never loses its end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (readings) => {
        const history = filled(readings);
        expect(history.whole.length).toBeLessThanOrEqual(maxRows + 1);
        expect(history.recent.length).toBe(Math.min(readings, maxRows));
        const sent = columnOf(history.whole, 'sent').map(Number);
        expect(sent.at(-1)).toBe(readings - 1);
        expect(sent).toEqual([...new Set(sent)].sort((left, right) => left - right));
      }),
      { seed: 7, numRuns: 40 },
    );
  });

  it('goes on from what another history saved as if it were that one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 1500 }), (before, after) => {
        const kept = filled(before);
        const loaded = new LiveHistory(JSON.parse(JSON.stringify(kept.saved())));
        for (let n = before; n < before + after; n += 1) {
          kept.add(rowAt(n));
          loaded.add(rowAt(n));
        }
        expect(loaded.saved()).toEqual(kept.saved());
        expect(loaded.recent).toEqual(kept.recent);
      }),
      { seed: 11, numRuns: 25 },
    );
  });

  it('takes the deadline for what is later than it, and nothing for nothing', () => {
    const later = { ms: null, beyondMs: 300_000 };
    const window = { delivered: 1, undelivered: 99, p50: later, p95: later, p99: later };
    const row = historyRow(liveReadingAt(0, { windows: { '1m': window, '5m': window } }));
    expect(columnOf([row], 'p50')).toEqual([300_000]);
    expect(columnOf([historyRow(liveReadingAt(0))], 'p50')).toEqual([null]);
  });
});
