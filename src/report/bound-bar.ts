import { asksForLess } from '../gate/comparison.js';
import type { BudgetResult } from '../gate/judge.js';
import { quantityText } from '../gate/quantity-text.js';
import { linearAxis } from './axis.js';
import { shareText, timeText } from './figure-text.js';
import { htmlText } from './html-text.js';
import { px } from './plot-frame.js';

const size = { width: 220, height: 44, side: 14, line: 16 } as const;

/**
 * The interval that a budget's true value lies in, drawn against its threshold, as SVG: the side that keeps the budget is
 * shaded, the observed value a dot. An arrow where a bound is beyond the deadline or not known. Empty where nothing was observed.
 */
export function boundBar(budget: BudgetResult): string {
  const { lower, upper, observed, threshold, beyondMs, n, unit } = budget;
  const known = [lower, upper, observed].filter((value): value is number => value !== null);
  if (n === 0 || (known.length === 0 && beyondMs === undefined)) return '';
  const x = scaleOf([...known, threshold, ...(beyondMs === undefined ? [] : [beyondMs])]);
  const at = px(x(threshold));
  const text = quantityText(threshold, unit);
  const anchor = at < size.width * 0.2 ? 'start' : at > size.width * 0.8 ? 'end' : 'middle';
  const parts = [
    `<title>${htmlText(boundTitle(budget))}</title>`,
    keptSide(budget, at),
    `<path class="axis" d="M0 ${size.line}H${size.width}"/>`,
    intervalPath(budget, x),
    observed === null
      ? ''
      : `<circle class="seen ${budget.result}" cx="${px(x(observed))}" cy="${size.line}" r="4.5"/>`,
    `<path class="threshold" d="M${at} 3V${size.line + 13}"/>`,
    `<text class="tick" x="${at}" y="${size.height - 2}" text-anchor="${anchor}">${htmlText(text)}</text>`,
  ];
  return `<svg class="bounds" viewBox="0 0 ${size.width} ${size.height}" role="img">${parts.join('')}</svg>`;
}

/** Everything has room, and values that are all the same stand in the middle. */
function scaleOf(values: readonly number[]): (value: number) => number {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || Math.abs(high) || 1;
  const from = low - (high === low ? span / 2 : 0);
  const axis = linearAxis(span, size.side, size.width - size.side);
  return (value) => axis.at(value - from);
}

function keptSide({ operator }: BudgetResult, at: number): string {
  if (operator === '==') return '';
  const isBelow = asksForLess(operator);
  const [x, width] = isBelow ? [0, at] : [at, size.width - at];
  return `<rect class="kept" x="${px(x)}" y="4" width="${px(width)}" height="${size.line * 2 - 8}"/>`;
}

function intervalPath(
  { lower, upper, observed, beyondMs, result }: BudgetResult,
  x: (v: number) => number,
): string {
  if (lower === null && upper === null && beyondMs === undefined) return '';
  const y = size.line;
  const start = lower ?? observed ?? beyondMs ?? 0;
  const left = lower === null && observed !== null ? 2 : px(x(start));
  const right = upper === null ? size.width - 2 : px(x(upper));
  const leftEnd =
    lower === null && observed !== null ? `M${left + 5} ${y - 4}l-5 4l5 4` : `M${left} ${y - 5}v10`;
  const rightEnd = upper === null ? `M${right - 5} ${y - 4}l5 4l-5 4` : `M${right} ${y - 5}v10`;
  return `<path class="interval ${result}" d="M${left} ${y}H${right}${leftEnd}${rightEnd}"/>`;
}

function boundTitle(budget: BudgetResult): string {
  return `${budget.budget}: ${boundsText(budget)}, threshold ${quantityText(budget.threshold, budget.unit)}`;
}

/** A quantity for a table: the exact one stands in the budget's sentence. */
export function roundedText(value: number, unit: BudgetResult['unit']): string {
  if (unit === 'ms') return timeText(value);
  return unit === 'ratio' ? shareText(value) : quantityText(value, unit);
}

/** The bounds in words: `11.8 s to 13.1 s`; `–` where there is none. */
export function boundsText({ lower, upper, unit }: BudgetResult): string {
  if (lower === null && upper === null) return '–';
  const text = (bound: number | null) => (bound === null ? '?' : roundedText(bound, unit));
  return `${text(lower)} to ${text(upper)}`;
}
