import type { CapacityStep } from '../capacity/capacity-result.js';
import { formatRate } from '../profile/rate.js';
import { type Axis, linearAxis } from './axis.js';
import { shareText } from './figure-text.js';
import { plotSize, px, valueGrid } from './plot-frame.js';
import { mark, markWords, stepsOfCurve } from './step-marks.js';

/** The plot reaches to 1 % at least, so that a few failures don't look like a disaster. */
const leastHighest = 0.01;

/** The share of orders that were not delivered, over the rate, as parts of an SVG; `steps` rise by rate. */
export function sharesPlot(steps: readonly CapacityStep[], rates: Axis, top: number): string[] {
  const highest = Math.max(leastHighest, ...steps.map(({ failureRate }) => (failureRate ?? 0) * 1.1));
  const axis = linearAxis(highest, top + plotSize.shares, top);
  const onLine = stepsOfCurve(steps);
  const points = steps.flatMap((step) => {
    const { failureRate, ratePerSecond } = step;
    if (failureRate === null) return [];
    return [{ step, failureRate, x: px(rates.at(ratePerSecond)), y: px(axis.at(failureRate)) }];
  });
  const line = points.filter(({ step }) => onLine.has(step)).map(({ x, y }) => `${x},${y}`);
  return [
    ...valueGrid(axis, shareText, 'not delivered, of the decided orders', top),
    `<polyline class="line third" points="${line.join(' ')}"/>`,
    ...points.map(({ step: { outcome, ratePerSecond }, failureRate, x, y }) => {
      const title = `${shareText(failureRate)} at ${formatRate(ratePerSecond)} (${markWords[outcome]})`;
      return mark(outcome, x, y, 'third', title);
    }),
  ];
}
