import type { BudgetResult } from '../gate/judge.js';
import type { RunDetails } from '../run/run-details.js';
import type { RunResult } from '../run/run-result.js';
import { type Axis, logarithmicAxis } from './axis.js';
import { percentileText, shareText, timeText } from './figure-text.js';
import { htmlText } from './html-text.js';
import { percentileOfBudget } from './percentile-of-budget.js';
import { px } from './plot-frame.js';

const heightPx = 360;
const margin = { left: 64, right: 16, top: 28, bottom: 40 } as const;
/** Of a line of text. */
const nameHeight = 15;
const ticks = [0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999, 0.9999999];
const named = [
  [0.5, 'p50Ms'],
  [0.95, 'p95Ms'],
  [0.99, 'p99Ms'],
  [0.999, 'p999Ms'],
] as const;

interface Frame {
  readonly width: number;
  /** Over 1/(1−q). */
  readonly ranks: Axis;
  readonly times: Axis;
  /** The highest 1/(1−q) shown. */
  readonly highest: number;
}

/**
 * The delivery percentiles of a run as SVG of this width: the time over log(1/(1−q)), so that each further nine of a percentile
 * has the same room; budgets where they have to hold; and the undelivered share as what lies beyond the deadline. Empty for
 * fewer than two orders.
 */
export function percentilePlot(result: RunResult, { deliveryCurve }: RunDetails, width: number): string {
  const { delivery } = result.latency;
  const n = delivery.count + delivery.undelivered;
  if (deliveryCurve.length === 0) return '';
  const budgets = result.budgets.filter((budget) => percentileOfBudget(budget) !== null);
  const drawnMs = [
    ...deliveryCurve.flatMap(({ ms }) => (ms === null || ms <= 0 ? [] : [ms])),
    ...budgets.map(({ threshold }) => threshold),
    ...(delivery.undelivered > 0 ? [result.run.deadlineMs] : []),
  ];
  const frame = frameOf(width, Math.max(n, 100), drawnMs);
  const share = shareText(n === 0 ? 0 : delivery.undelivered / n);
  const title = `Delivery time by percentile of ${n} orders, ${share} of them undelivered`;
  const parts = [
    `<title>${title}</title>`,
    ...grid(frame),
    ...undelivered(result, frame),
    ...budgetLines(budgets, frame),
    curve(deliveryCurve, frame),
    ...marks(result, frame),
  ];
  return `<svg viewBox="0 0 ${width} ${heightPx}" role="img">${parts.join('\n')}</svg>`;
}

function frameOf(width: number, highest: number, drawnMs: readonly number[]): Frame {
  const [low, high] = drawnMs.length === 0 ? [1, 10] : [Math.min(...drawnMs), Math.max(...drawnMs)];
  return {
    width,
    highest,
    ranks: logarithmicAxis(1, highest, margin.left, width - margin.right),
    times: logarithmicAxis(low / 1.25, high * 1.35, heightPx - margin.bottom, margin.top),
  };
}

function grid({ width, ranks, times, highest }: Frame): string[] {
  const bottom = heightPx - margin.bottom;
  const across = times.ticks.map((ms) => {
    const y = px(times.at(ms));
    return (
      `<path class="grid" d="M${margin.left} ${y}H${width - margin.right}"/>` +
      `<text class="tick" x="${margin.left - 8}" y="${y}" dy=".32em" text-anchor="end">${timeText(ms)}</text>`
    );
  });
  const up = ticks
    .filter((quantile) => 1 / (1 - quantile) <= highest * 1.001)
    .map((quantile) => {
      const x = px(ranks.at(1 / (1 - quantile)));
      const text = `${Number((quantile * 100).toFixed(5))} %`;
      return (
        `<path class="grid" d="M${x} ${margin.top}V${bottom}"/>` +
        `<text class="tick" x="${x}" y="${bottom + 18}" text-anchor="middle">${text}</text>`
      );
    });
  return [
    ...across,
    ...up,
    `<text class="tick" x="${margin.left}" y="${heightPx - 4}">share of orders that were at least as fast</text>`,
  ];
}

/** From the first rank that no delivered order has. */
function undelivered({ latency, run }: RunResult, { ranks, times, highest, width }: Frame): string[] {
  const { count, undelivered: late } = latency.delivery;
  if (late === 0) return [];
  const from = px(ranks.at(Math.min((count + late) / late, highest)));
  const end = width - margin.right;
  const y = px(times.at(run.deadlineMs));
  const text = `${shareText(late / (count + late))} undelivered: later than ${timeText(run.deadlineMs)}`;
  const isLeft = from < width / 2;
  return [
    `<rect class="late" x="${from}" y="${margin.top}" width="${px(Math.max(end - from, 2))}" height="${px(y - margin.top)}"><title>${text}</title></rect>`,
    `<path class="deadline" d="M${margin.left} ${y}H${end}"/>`,
    `<text class="late-text halo" x="${isLeft ? from + 4 : end}" y="${margin.top - 8}" text-anchor="${isLeft ? 'start' : 'end'}">${text}</text>`,
  ];
}

/** Of two that are close to each other, the lower one has its name below its line. */
function budgetLines(budgets: readonly BudgetResult[], frame: Frame): string[] {
  const y = (budget: BudgetResult) => frame.times.at(budget.threshold);
  return budgets.map((budget) => {
    const isCrowded = budgets.some((other) => y(other) < y(budget) && y(budget) - y(other) < nameHeight);
    return budgetLine(budget, frame, isCrowded ? nameHeight : -6);
  });
}

/** Up to its percentile the curve may be anywhere below the line; its end is where it has to be. */
function budgetLine(budget: BudgetResult, { ranks, times, highest }: Frame, nameBelow: number): string {
  const quantile = percentileOfBudget(budget) ?? 0;
  const x = px(ranks.at(Math.min(1 / (1 - quantile), highest)));
  const y = px(times.at(budget.threshold));
  const text = htmlText(`${budget.budget}: ${budget.result}`);
  return (
    `<path class="promise ${budget.result}" d="M${margin.left} ${y}H${x}m0 -7v14"/>` +
    `<text class="halo" x="${margin.left + 6}" y="${px(y + nameBelow)}">${text}</text>`
  );
}

function curve(points: RunDetails['deliveryCurve'], { ranks, times }: Frame): string {
  const drawn = points.flatMap(({ quantile, ms }) =>
    ms === null || ms <= 0 ? [] : [`${px(ranks.at(1 / (1 - quantile)))},${px(times.at(ms))}`],
  );
  return `<polyline class="line first" points="${drawn.join(' ')}"/>`;
}

function marks({ latency }: RunResult, { ranks, times, highest, width }: Frame): string[] {
  const { delivery } = latency;
  return named.flatMap(([quantile, key]) => {
    const ms = delivery[key];
    if (ms === null || ms <= 0 || 1 / (1 - quantile) > highest * 1.001) return [];
    const [x, y] = [px(ranks.at(1 / (1 - quantile))), px(times.at(ms))];
    const text = `p${Number((quantile * 100).toFixed(1))} ${percentileText(ms, undefined, 1)}`;
    return [
      `<circle class="point" cx="${x}" cy="${y}" r="4"><title>${text}</title></circle>`,
      `<text class="first halo" x="${x > width - 90 ? x - 7 : x + 7}" y="${y + 17}" text-anchor="${x > width - 90 ? 'end' : 'start'}">${text}</text>`,
    ];
  });
}
