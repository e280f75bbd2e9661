import type { MetricComparison } from '../compare/comparison.js';
import { px } from './plot-frame.js';

/** The measures of the plot of a change, in the units of its SVG. It is drawn as wide as there is room. */
const size = { width: 600, height: 22, reach: 4 } as const;

/**
 * The interval of a change against the margin, which is the band in the middle: the unit of the axis is the margin, so metrics of
 * all kinds can be read one below the other. Right is worse. An arrow says that the interval goes on.
 */
export function comparisonPlot(metric: MetricComparison, words: string): string {
  const { width, height } = size;
  const middle = height / 2;
  const parts = [
    `<rect class="margin" x="${at(-1)}" y="0" width="${px(at(1) - at(-1))}" height="${height}"/>`,
    `<path class="grid" d="M${at(0)} 0V${height}"/>`,
    ...interval(metric, middle),
    ...estimate(metric, middle),
  ];
  return (
    `<svg class="change ${classOf(metric)}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img">` +
    `<title>${words}</title>${parts.join('')}</svg>`
  );
}

/** The class that gives a result its colour. */
export function classOf({ result }: MetricComparison): string {
  return result.replace(' ', '-');
}

function interval(metric: MetricComparison, middle: number): string[] {
  const ends = endsOf(metric);
  if (ends === null) return [];
  const [low, high] = ends;
  const line = `M${at(low)} ${middle}H${at(high)}`;
  return [`<path class="interval" d="${line}${cap(low, -1, middle)}${cap(high, 1, middle)}"/>`];
}

function estimate(metric: MetricComparison, middle: number): string[] {
  if (metric.change === null) return [];
  const x = inMargins(metric, metric.change);
  return Math.abs(x) > size.reach
    ? []
    : [`<path class="estimate" d="M${at(x)} ${middle - 7}V${middle + 7}"/>`];
}

/** The interval in margins, worse to the right; null where nothing is known. */
function endsOf(metric: MetricComparison): [number, number] | null {
  const { lower, upper } = metric;
  if (lower === null && upper === null) return null;
  // Of success less is worse, so its lower end is drawn on the right.
  const [left, right] = isWorseLower(metric) ? [upper, lower] : [lower, upper];
  return [
    left === null ? Number.NEGATIVE_INFINITY : inMargins(metric, left),
    right === null ? Number.POSITIVE_INFINITY : inMargins(metric, right),
  ];
}

/** What a margin of nothing is drawn as, so that everything beside it is far out. */
const leastMargin = 1e-9;

/**
 * A change in margins: 1 is as much worse as is no change in practice. Times are told apart by their ratio,
 * and where nothing is too short to be told apart, by the change itself.
 */
function inMargins(metric: MetricComparison, change: number): number {
  const scaled = metric.unit === 'ms' ? Math.log1p : (difference: number) => difference;
  const margin = Math.abs(scaled(change < 0 ? metric.marginLower : metric.marginUpper));
  const margins = Number.isFinite(margin) ? scaled(change) / (margin || leastMargin) : change;
  return isWorseLower(metric) ? -margins : margins;
}

function isWorseLower({ metric }: MetricComparison): boolean {
  return metric === 'success.rate';
}

/** A short stroke across, or an arrow where the interval goes on past the edge. */
function cap(margins: number, way: 1 | -1, middle: number): string {
  const x = at(margins);
  if (Math.abs(margins) <= size.reach) return `M${x} ${middle - 4}V${middle + 4}`;
  return `M${px(x - way * 8)} ${middle - 5}L${x} ${middle}L${px(x - way * 8)} ${middle + 5}`;
}

function at(margins: number): number {
  const within = Math.min(Math.max(margins, -size.reach), size.reach);
  return px(((within + size.reach) / (2 * size.reach)) * (size.width - 4) + 2);
}
