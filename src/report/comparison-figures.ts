import type { Change, Comparison, MetricComparison, SideFigure } from '../compare/comparison.js';
import { formatShare } from '../profile/share.js';
import { countedText, shareText, timeText } from './figure-text.js';

/** The figure of a side: `96.8 ms`, `> 4.00 s`, `99.2 %`, `–`. */
export function sideText({ unit }: MetricComparison, { value, beyondMs }: SideFigure): string {
  if (value !== null) return unit === 'ms' ? timeText(value) : shareText(value);
  return beyondMs === null ? '–' : `> ${timeText(beyondMs)}`;
}

/** A change: `+30.1 %` of a time, `−0.12 pp` (percentage points) of a share. */
export function changeText({ unit }: MetricComparison, change: number): string {
  return unit === 'ms' ? `${percentText(change)} %` : `${percentText(change)} pp`;
}

/** The change between the sides, or in words what is known of it without numbers. */
export function movedText(metric: MetricComparison): string {
  if (metric.change !== null) return changeText(metric, metric.change);
  const beyond = [metric.base, metric.head].filter(({ beyondMs }) => beyondMs !== null).length;
  if (beyond === 2) return 'both late';
  return beyond === 0 ? '–' : 'beyond';
}

/** A time that could be a thousand times as long, or as short, is not known to anybody who reads it. */
const knownUpTo = 1_000;

/** The 95 % interval of the change: `−5.1 to +5.6 %`; an end that is open, or as good as open, is `any`. */
export function intervalText(metric: MetricComparison): string {
  const { lower, upper, unit } = metric;
  const isOpen = (value: number | null) =>
    value === null || (unit === 'ms' && (value > knownUpTo || value < 1 / knownUpTo - 1));
  if (isOpen(lower) && isOpen(upper)) return 'not known';
  const end = (value: number | null) => (value === null || isOpen(value) ? 'any' : percentText(value));
  return `${end(lower)} to ${end(upper)} ${unit === 'ms' ? '%' : 'pp'}`;
}

/** What a result is called where there is no colour. */
export const changeMarks: Readonly<Record<Change, string>> = {
  worse: 'WORSE',
  better: 'better',
  'no change': 'no change',
  undecided: 'undecided',
};

/** The result in one headline: `NOT WORSE`. */
export function comparisonHeadline({ result }: Comparison): string {
  return result.toUpperCase();
}

/** One line for each side: which runs, and of how many orders. */
export function sideLines({ base, head }: Comparison): string[] {
  const line = (side: string, runs: Comparison['base']) =>
    runs.map(({ id, sent }) => `${side}  ${id} (${countedText(sent, 'order', 'orders')})`);
  return [...line('base', base), ...line('head', head)];
}

/** By what the metrics were judged, in one sentence. */
export function settingsText({ settings, metrics }: Comparison): string {
  const { margin, resamples, seed } = settings;
  return `margin ${formatShare(margin).replace('%', ' %')}, 95 % intervals from ${countedText(resamples, 'resample', 'resamples')}, seed ${seed}, corrected for ${countedText(metrics.length, 'metric', 'metrics')}`;
}

/** What the profiles differ in and what else to know, a sentence each. */
export function cautionLines({ differences, notes }: Comparison): string[] {
  return [
    ...differences.map(
      ({ path, base, head }) => `profiles differ: ${path}: base has ${base}, head has ${head}`,
    ),
    ...notes,
  ];
}

/** A signed ratio in hundredths: `+30.1`, `−0.12`, `0.0`. */
function percentText(ratio: number): string {
  const percent = Math.abs(ratio * 100);
  const digits = percent >= 99.95 ? 0 : percent >= 9.995 || percent < 0.005 ? 1 : 2;
  const text = percent.toFixed(digits);
  if (Number(text) === 0) return text;
  return `${ratio < 0 ? '−' : '+'}${text}`;
}
