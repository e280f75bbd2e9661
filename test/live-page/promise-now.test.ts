import { describe, expect, it } from 'vitest';
import type { ExporterReading } from '../../src/exporter/exporter-source.js';
import type { BudgetResult } from '../../src/gate/judge.js';
import type { WindowFigures } from '../../src/latency/sliding-window.js';
import { historyRow } from '../../src/live-page/history-columns.js';
import { type PromiseNow, promiseNow } from '../../src/live-page/promise-now.js';
import { parseObjective } from '../../src/profile/objective.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';
import { judgedText } from './judged-text.js';
import { liveReadingAt } from './live-readings.js';

function windowOf(n: number, p50Ms: number, p95Ms: number, p99Ms: number | null): WindowFigures {
  const figure = (ms: number | null) => ({ ms, beyondMs: ms === null ? 300_000 : null });
  return { delivered: n, undelivered: 0, p50: figure(p50Ms), p95: figure(p95Ms), p99: figure(p99Ms) };
}

function answerTo(
  parts: Partial<ExporterReading>,
  budgets: readonly BudgetResult[],
  verdict: 'pass' | 'invalid' = 'pass',
): PromiseNow {
  const reading = liveReadingAt(60_000, parts, { budgets, verdict: { result: verdict, reasons: [] } });
  return promiseNow(reading, [historyRow(liveReadingAt(0)), historyRow(reading)]);
}

const budgets = ['delivery.p50 < 12s', 'delivery.p95 < 45s', 'delivery.p99 < 90s'].map(judgedText);

describe('whether the promise is kept right now', () => {
  it('is said with the figures of the last minute', () => {
    const minute = windowOf(200, 11_000, 44_000, 80_000);
    expect(answerTo({ windows: { '1m': minute, '5m': null } }, budgets)).toEqual({
      answer: 'kept',
      sentences: [
        'p50 of the last minute: 11.0 s, promised less than 12 s',
        'p95 of the last minute: 44.0 s, promised less than 45 s',
        'p99 of the last minute: 80.0 s, promised less than 90 s',
      ],
    });
  });

  it('is no as soon as one figure is no longer as promised, and only that is told', () => {
    const minute = windowOf(200, 11_000, 45_000, null);
    expect(answerTo({ windows: { '1m': minute, '5m': null } }, budgets)).toEqual({
      answer: 'broken',
      sentences: [
        'p95 of the last minute: 45.0 s, promised less than 45 s',
        'p99 of the last minute: later than 5m00s, promised less than 90 s',
      ],
    });
  });

  it('looks back five minutes where the last one has too few orders, and says nothing of a percentile that has too few even then', () => {
    const windows = { '1m': windowOf(6, 13_000, 99_000, 99_000), '5m': windowOf(30, 9_000, 20_000, 99_000) };
    expect(answerTo({ windows }, budgets).sentences).toEqual([
      'p50 of the last minute: 13.0 s, promised less than 12 s',
    ]);
    const few = { '1m': windowOf(1, 99_000, 99_000, 99_000), '5m': windowOf(4, 99_000, 99_000, 99_000) };
    expect(answerTo({ windows: few }, budgets)).toEqual({
      answer: 'unknown',
      sentences: ['too few orders were decided in the last minutes to tell'],
    });
  });

  it('takes objectives for promises, too, each only once', () => {
    const objectives = ['delivery within 45s for 95% over 7d', 'success for 90% over 7d'].map((text) => ({
      objective: parseObjective(text),
      good: 0,
      bad: 0,
      undecided: 0,
      budgetRemaining: 1,
    }));
    const counters = emptyCounters();
    counters.completed.webhook.delivered = 89;
    counters.completed.webhook.failed = 11;
    const windows = { '1m': windowOf(100, 1_000, 40_000, 50_000), '5m': null };
    expect(answerTo({ objectives, counters, windows }, [])).toEqual({
      answer: 'broken',
      sentences: ['delivered of the last minute: 89.0 %, promised at least 90.0 %'],
    });
    counters.completed.webhook.failed = 2;
    expect(answerTo({ objectives, counters, windows }, budgets.slice(1, 2)).sentences).toEqual([
      'p95 of the last minute: 40.0 s, promised less than 45 s',
      'delivered of the last minute: 97.8 %, promised at least 90.0 %',
    ]);
  });

  it('counts the orders of the last minute only, not those before', () => {
    const counters = emptyCounters();
    counters.completed.webhook.delivered = 1000;
    const before = historyRow(liveReadingAt(30_000, { counters }));
    counters.completed.webhook.delivered = 1010;
    counters.completed.webhook.failed = 10;
    const reading = liveReadingAt(90_000, { counters }, { budgets: [judgedText('success.rate > 95%')] });
    expect(promiseNow(reading, [historyRow(liveReadingAt(0)), before, historyRow(reading)])).toEqual({
      answer: 'broken',
      sentences: ['delivered of the last minute: 50.0 %, promised more than 95.0 %'],
    });
  });

  it('is not known where nothing was promised, and where foxload itself was at fault', () => {
    const minute = windowOf(200, 11_000, 44_000, 80_000);
    expect(answerTo({ windows: { '1m': minute, '5m': null } }, []).sentences).toEqual([
      'nothing is promised: there are no budgets and no objectives',
    ]);
    expect(answerTo({ windows: { '1m': minute, '5m': null } }, budgets, 'invalid')).toEqual({
      answer: 'unknown',
      sentences: ['foxload itself could not keep up, so its figures say nothing about the API'],
    });
  });
});
