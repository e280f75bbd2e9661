import { comparisons } from '../gate/comparison.js';
import { quantityText } from '../gate/quantity-text.js';
import type { Figure } from '../latency/latency-figures.js';
import type { BudgetOperator } from '../profile/budget.js';
import { shareText, timeText } from '../report/figure-text.js';
import { columnOf, type HistoryColumn, type HistoryRow } from './history-columns.js';
import type { LiveReading } from './live-reading.js';
import {
  type LivePercentile,
  type PromisedShare,
  type PromisedTime,
  promisedShares,
  promisedTimes,
} from './promised.js';

/**
 * Whether what was promised is kept right now, in sentences. It tells what the last minutes show, and proves nothing: that is for the
 * verdict.
 */
export interface PromiseNow {
  readonly answer: 'kept' | 'broken' | 'unknown';
  readonly sentences: readonly string[];
}

/** What a promise looks like right now; null where too few orders were decided to tell. */
interface Seen {
  readonly keeps: boolean;
  readonly sentence: string;
}

/** With fewer orders a percentile is that of its slowest order alone, and one order would decide. */
const leastOrders: Readonly<Record<LivePercentile, number>> = { p50: 5, p95: 20, p99: 100 };
const leastDecided = 20;
/** The shortest window that has enough orders is `now`. */
const windows = [
  ['1m', 'the last minute', 60_000],
  ['5m', 'the last 5 minutes', 300_000],
] as const;

/** Whether a percentile keeps what was promised of it. What is later than the deadline keeps nothing. */
export function keepsTime({ ms }: Figure, { operator, thresholdMs }: PromisedTime): boolean {
  return ms !== null && comparisons[operator].holds(ms, thresholdMs);
}

/** The answer at one instant; `recent` is the history up to it. */
export function promiseNow(reading: LiveReading, recent: readonly HistoryRow[]): PromiseNow {
  if (reading.verdict?.result === 'invalid')
    return unknown('foxload itself could not keep up, so its figures say nothing about the API');
  const promises = [
    ...promisedTimes(reading).map((promised) => seenTime(reading, promised)),
    ...promisedShares(reading).map((promised) => seenShare(successNow(reading, recent), promised)),
  ];
  if (promises.length === 0) return unknown('nothing is promised: there are no budgets and no objectives');
  const seen = promises.filter((each): each is Seen => each !== null);
  const broken = seen.filter(({ keeps }) => !keeps);
  if (broken.length > 0) return { answer: 'broken', sentences: broken.map(({ sentence }) => sentence) };
  if (seen.length === 0) return unknown('too few orders were decided in the last minutes to tell');
  return { answer: 'kept', sentences: seen.map(({ sentence }) => sentence) };
}

function seenTime({ percentiles }: LiveReading, promised: PromisedTime): Seen | null {
  const { percentile, thresholdMs } = promised;
  for (const [window, when] of windows) {
    const figures = percentiles[window];
    if (figures === null || figures.n < leastOrders[percentile]) continue;
    const figure = figures[percentile];
    const seen = figure.ms === null ? `later than ${timeText(figure.beyondMs ?? 0)}` : timeText(figure.ms);
    return {
      keeps: keepsTime(figure, promised),
      sentence: `${percentile} of ${when}: ${seen}, promised ${wanted(promised.operator, quantityText(thresholdMs, 'ms'))}`,
    };
  }
  return null;
}

function seenShare(success: SuccessNow | null, { operator, ratio }: PromisedShare): Seen | null {
  if (success === null) return null;
  return {
    keeps: comparisons[operator].holds(success.ratio, ratio),
    sentence: `delivered of ${success.when}: ${shareText(success.ratio)}, promised ${wanted(operator, shareText(ratio))}`,
  };
}

/** The share of delivered orders among those decided just now, and when that was. */
interface SuccessNow {
  readonly ratio: number;
  readonly when: string;
}

/** Null with too few. */
function successNow({ atMs }: LiveReading, recent: readonly HistoryRow[]): SuccessNow | null {
  for (const [, when, spanMs] of windows) {
    const rows = recent.filter(([rowMs]) => rowMs >= atMs - spanMs);
    const rise = (column: HistoryColumn): number => {
      const counts = columnOf(rows, column);
      return (counts.at(-1) ?? 0) - (counts[0] ?? 0);
    };
    const delivered = rise('delivered');
    const decided = delivered + rise('failed') + rise('timedOut') + rise('lost');
    if (decided >= leastDecided) return { ratio: delivered / decided, when };
  }
  return null;
}

/** `less than 45 s`, in the words of budgets. */
function wanted(operator: BudgetOperator, text: string): string {
  return `${comparisons[operator].words} ${text}`;
}

function unknown(sentence: string): PromiseNow {
  return { answer: 'unknown', sentences: [sentence] };
}
