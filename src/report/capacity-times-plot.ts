import type { CapacityResult, CapacityStep } from '../capacity/capacity-result.js';
import { parseBudget } from '../profile/budget.js';
import { formatRate } from '../profile/rate.js';
import { type Axis, logarithmicAxis } from './axis.js';
import { percentileText, timeText } from './figure-text.js';
import { htmlText } from './html-text.js';
import { plotSize, px, valueGrid } from './plot-frame.js';
import { mark, markWords, stepsOfCurve } from './step-marks.js';

const series = [
  { name: 'p50', key: 'p50Ms', style: 'first' },
  { name: 'p95', key: 'p95Ms', style: 'second' },
  { name: 'p99', key: 'p99Ms', style: 'third' },
] as const;
type Series = (typeof series)[number];

/** A budget on one of the plotted percentiles. */
interface BudgetLine {
  readonly style: Series['style'];
  readonly text: string;
  readonly ms: number;
}

/** The percentiles of the delivery over the rate, and the budgets on them, as parts of an SVG; `steps` rise by rate. */
export function timesPlot({ search }: CapacityResult, steps: readonly CapacityStep[], rates: Axis): string[] {
  const { deadlineMs } = search;
  const budgets = budgetLines(search.budgets);
  const times = timeAxis(steps, budgets, deadlineMs);
  return [
    ...valueGrid(times, timeText, 'delivery', plotSize.top),
    ...budgets.map((budget) => budgetLine(budget, times)),
    ...series.flatMap((one) => timeLine(one, steps, rates, times, deadlineMs)),
  ];
}

function budgetLines(texts: readonly string[]): BudgetLine[] {
  return texts.flatMap((text) => {
    const { metric, threshold, selection } = parseBudget(text);
    // The curve is that of all orders.
    const one = series.find(({ name }) => selection === null && metric === `delivery.${name}`);
    return one === undefined ? [] : [{ style: one.style, text, ms: threshold }];
  });
}

/** Room for every time and budget. */
function timeAxis(steps: readonly CapacityStep[], budgets: readonly BudgetLine[], deadlineMs: number): Axis {
  const all = steps.flatMap((step) => series.map((one) => drawnMs(step, one, deadlineMs) ?? 0));
  const values = [...all, ...budgets.map(({ ms }) => ms)].filter((ms) => ms > 0);
  const [low, high] = values.length === 0 ? [1, deadlineMs] : [Math.min(...values), Math.max(...values)];
  return logarithmicAxis(low / 1.4, high * 1.4, plotSize.top + plotSize.times, plotSize.top);
}

/** A percentile beyond the deadline is drawn on the deadline; null where there is none. */
function drawnMs({ delivery }: CapacityStep, { key }: Series, deadlineMs: number): number | null {
  const ms = delivery[key] ?? (delivery.beyondMs === undefined ? 0 : deadlineMs);
  return ms > 0 ? ms : null;
}

function budgetLine({ style, text, ms }: BudgetLine, times: Axis): string {
  const y = px(times.at(ms));
  const { left, right, width } = plotSize;
  return (
    `<path class="line budget ${style}" d="M${left} ${y}H${width - right}"/>` +
    `<text class="${style}" x="${left + 6}" y="${y - 5}">${htmlText(text)}</text>`
  );
}

function timeLine(
  one: Series,
  steps: readonly CapacityStep[],
  rates: Axis,
  times: Axis,
  deadlineMs: number,
): string[] {
  const onLine = stepsOfCurve(steps);
  const points = steps.flatMap((step) => {
    const ms = drawnMs(step, one, deadlineMs);
    return ms === null ? [] : [{ step, x: px(rates.at(step.ratePerSecond)), y: px(times.at(ms)) }];
  });
  const sound = points.filter(({ step }) => onLine.has(step));
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
