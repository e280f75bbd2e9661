import type { CapacityResult } from '../capacity/capacity-result.js';
import { formatRate } from '../profile/rate.js';
import { type Axis, logarithmicAxis } from './axis.js';
import { sharesPlot } from './capacity-shares-plot.js';
import { byRate } from './capacity-text.js';
import { timesPlot } from './capacity-times-plot.js';
import { plotSize, px, rateGrid } from './plot-frame.js';

/** Free room beside the lowest and the highest rate, as a ratio. */
const margin = 1.15;

/**
 * The curve of a search as SVG: times over the rate on logarithmic scales, with the budgets as dotted lines, and the share of
 * orders that were not delivered below. Empty for a search without a step.
 */
export function capacityPlot(result: CapacityResult): string {
  const steps = byRate(result.steps);
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return '';
  const { width, left, right, top, times, gap, shares, bottom } = plotSize;
  const sharesTop = top + times + gap;
  const end = sharesTop + shares;
  const rates = logarithmicAxis(
    first.ratePerSecond / margin,
    last.ratePerSecond * margin,
    left,
    width - right,
  );
  const parts = [
    '<title>Delivery times and failures over the rate of orders</title>',
    ...rateGrid(rates, end),
    ...answerLine(result, rates, end),
    ...timesPlot(result, steps, rates),
    ...sharesPlot(steps, rates, sharesTop),
  ];
  return `<svg viewBox="0 0 ${width} ${end + bottom}" role="img">${parts.join('\n')}</svg>`;
}

function answerLine({ answer }: CapacityResult, rates: Axis, end: number): string[] {
  if (answer === null || answer.kind === 'below' || answer.heldPerSecond === null) return [];
  const x = px(rates.at(answer.heldPerSecond));
  const text = `${answer.kind === 'capacity' ? '' : 'at least '}${formatRate(answer.heldPerSecond)}`;
  return [
    `<path class="answer" d="M${x} ${plotSize.top}V${end}"/>`,
    `<text class="answer" x="${x}" y="${plotSize.top - 8}" text-anchor="middle">${text}</text>`,
  ];
}
