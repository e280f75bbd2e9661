import type { CapacityResult, CapacityStep } from '../capacity/capacity-result.js';
import type { StepOutcome } from '../capacity/rate-search.js';
import { parseBudget } from '../profile/budget.js';
import { formatRate } from '../profile/rate.js';
import { type Axis, linearAxis, logarithmicAxis } from './axis.js';
import { byRate } from './capacity-text.js';
import { percentileText, shareText, timeText } from './figure-text.js';
import { htmlText } from './html-page.js';

const size = {
  width: 900,
  left: 70,
  right: 60,
  times: 360,
  shares: 130,
  top: 24,
  gap: 40,
  bottom: 30,
} as const;

const series = [
  { name: 'p50', key: 'p50Ms', style: 'first' },
  { name: 'p95', key: 'p95Ms', style: 'second' },
  { name: 'p99', key: 'p99Ms', style: 'third' },
] as const;
type Series = (typeof series)[number];

/** A budget on one of the plotted percentiles. */
interface BudgetLine {
  readonly series: Series;
  readonly text: string;
  readonly ms: number;
}

/**
 * The curve of a search as SVG: times over the rate on logarithmic scales, with the budgets as dotted lines, and the share of
 * orders that were not delivered below. Empty for a search without a step.
 */
export function capacityPlot(result: CapacityResult): string {
  const steps = byRate(result.steps);
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return '';
  const rates = logarithmicAxis(
    first.ratePerSecond / 1.15,
    last.ratePerSecond * 1.15,
    size.left,
    size.width - size.right,
  );
  const budgets = budgetLines(result.search.budgets);
  const times = timeAxis(steps, budgets, result.search.deadlineMs);
  const sharesTop = size.top + size.times + size.gap;
  const height = sharesTop + size.shares + size.bottom;
  const parts = [
    '<title>Delivery times and failures over the rate of orders</title>',
    ...rateGrid(rates, height - size.bottom),
    ...grid(times, timeText, 'delivery', size.top),
    ...budgets.map((budget) => budgetLine(budget, times)),
    ...answerLine(result, rates, height - size.bottom),
    ...series.flatMap((one) => timeLine(one, steps, rates, times, result.search.deadlineMs)),
    ...shareLine(steps, rates, sharesTop),
  ];
  return `<svg viewBox="0 0 ${size.width} ${height}" role="img">${parts.join('\n')}</svg>`;
}

function budgetLines(texts: readonly string[]): BudgetLine[] {
  return texts.flatMap((text) => {
    const { metric, threshold } = parseBudget(text);
    const one = series.find(({ name }) => metric === `delivery.${name}`);
    return one === undefined ? [] : [{ series: one, text, ms: threshold }];
  });
}

/** Room for every time and budget. A percentile beyond the deadline is drawn on the deadline. */
function timeAxis(steps: readonly CapacityStep[], budgets: readonly BudgetLine[], deadlineMs: number): Axis {
  const all = steps.flatMap((step) => series.map((one) => drawnMs(step, one, deadlineMs)));
  const values = [...all, ...budgets.map(({ ms }) => ms)].filter((ms) => ms > 0);
  const [low, high] = [Math.min(...values, 1_000_000), Math.max(...values, 1)];
  return logarithmicAxis(low / 1.4, high * 1.4, size.top + size.times, size.top);
}

function drawnMs({ delivery }: CapacityStep, { key }: Series, deadlineMs: number): number {
  return delivery[key] ?? (delivery.beyondMs === undefined ? 0 : deadlineMs);
}

function rateGrid(rates: Axis, bottom: number): string[] {
  const ticks = rates.ticks.map((rate) => {
    const x = px(rates.at(rate));
    return `<path class="grid" d="M${x} ${size.top}V${bottom}"/><text class="tick" x="${x}" y="${bottom + 18}" text-anchor="middle">${formatRate(rate)}</text>`;
  });
  return ticks;
}

function grid(axis: Axis, text: (value: number) => string, name: string, top: number): string[] {
  const ticks = axis.ticks.map((value) => {
    const y = px(axis.at(value));
    return `<path class="grid" d="M${size.left} ${y}H${size.width - size.right}"/><text class="tick" x="${size.left - 8}" y="${y}" dy=".32em" text-anchor="end">${text(value)}</text>`;
  });
  return [...ticks, `<text class="tick" x="${size.left}" y="${top - 8}">${name}</text>`];
}

function budgetLine({ series: { style }, text, ms }: BudgetLine, times: Axis): string {
  const y = px(times.at(ms));
  return `<path class="line budget ${style}" d="M${size.left} ${y}H${size.width - size.right}"/><text class="${style}" x="${size.left + 6}" y="${y - 5}">${htmlText(text)}</text>`;
}

function answerLine({ answer }: CapacityResult, rates: Axis, bottom: number): string[] {
  if (answer === null || answer.kind === 'below' || answer.heldPerSecond === null) return [];
  const x = px(rates.at(answer.heldPerSecond));
  const text = `${answer.kind === 'capacity' ? '' : 'at least '}${formatRate(answer.heldPerSecond)}`;
  return [
    `<path class="answer" d="M${x} ${size.top}V${bottom}"/>`,
    `<text class="answer" x="${x - 5}" y="${size.top - 8}" text-anchor="end">${text}</text>`,
  ];
}

/** A line through what was measured soundly, and a mark for each step. */
function timeLine(
  one: Series,
  steps: readonly CapacityStep[],
  rates: Axis,
  times: Axis,
  deadlineMs: number,
): string[] {
  const seen = steps.filter((step) => drawnMs(step, one, deadlineMs) > 0);
  const points = seen.map((step) => ({
    step,
    x: px(rates.at(step.ratePerSecond)),
    y: px(times.at(drawnMs(step, one, deadlineMs))),
  }));
  const sound = points.filter(({ step }) => step.outcome !== 'limited');
  const end = sound.at(-1);
  const line = sound.map(({ x, y }) => `${x},${y}`).join(' ');
  return [
    `<polyline class="line ${one.style}" points="${line}"/>`,
    ...points.map(({ step, x, y }) => mark(step.outcome, x, y, one.style, markTitle(one, step))),
    end === undefined
      ? ''
      : `<text class="${one.style}" x="${end.x + 10}" y="${end.y}" dy=".32em">${one.name}</text>`,
  ];
}

function markTitle({ name, key }: Series, { ratePerSecond, delivery, outcome }: CapacityStep): string {
  const time = percentileText(delivery[key], delivery.beyondMs, delivery.count + delivery.undelivered);
  return `${name} at ${formatRate(ratePerSecond)}: ${time} (${markWords[outcome]})`;
}

/** What the marks mean, for the legend and for readers that point at one. */
export const markWords: Readonly<Record<StepOutcome, string>> = {
  held: 'the budgets hold',
  broken: 'the API breaks them',
  limited: 'this machine was the limit, the times say nothing of the API',
};

/** Told apart by their form: a circle, a cross, a triangle. */
export function mark(outcome: StepOutcome, x: number, y: number, style: string, title: string): string {
  const forms: Readonly<Record<StepOutcome, string>> = {
    held: `<circle class="mark ${style}" cx="${x}" cy="${y}" r="4">`,
    broken: `<path class="mark ${style}" d="M${x - 4} ${y - 4}l8 8m0 -8l-8 8">`,
    limited: `<path class="mark ${style}" d="M${x} ${y - 5}l5 9h-10z">`,
  };
  const tag = outcome === 'held' ? 'circle' : 'path';
  return `${forms[outcome]}<title>${htmlText(title)}</title></${tag}>`;
}

function shareLine(steps: readonly CapacityStep[], rates: Axis, top: number): string[] {
  const known = steps.flatMap(({ failureRate, ...step }) =>
    failureRate === null ? [] : [{ ...step, failureRate }],
  );
  const highest = Math.max(0.01, ...known.map(({ failureRate }) => failureRate * 1.1));
  const axis = linearAxis(highest, top + size.shares, top);
  const points = known.map((step) => ({
    ...step,
    x: px(rates.at(step.ratePerSecond)),
    y: px(axis.at(step.failureRate)),
  }));
  const line = points.filter(({ outcome }) => outcome !== 'limited').map(({ x, y }) => `${x},${y}`);
  return [
    ...grid(axis, shareText, 'not delivered, of the decided orders', top),
    `<polyline class="line third" points="${line.join(' ')}"/>`,
    ...points.map(({ outcome, x, y, failureRate, ratePerSecond }) =>
      mark(
        outcome,
        x,
        y,
        'third',
        `${shareText(failureRate)} at ${formatRate(ratePerSecond)} (${markWords[outcome]})`,
      ),
    ),
  ];
}

/** Tenths of a pixel are enough for anybody. */
function px(value: number): number {
  return Math.round(value * 10) / 10;
}
