import type { Comparison, MetricComparison } from '../compare/comparison.js';
import {
  cautionLines,
  changeMarks,
  comparisonHeadline,
  intervalText,
  movedText,
  settingsText,
  sideLines,
  sideText,
} from './comparison-figures.js';
import { plainColumns, wrapText } from './wrap-text.js';

/** Widths of the columns; together with the spaces between them they are as wide as a plain line. */
const widths = { metric: 23, side: 8, change: 8, interval: 17 } as const;

/** The comparison as text, at most `columns` wide (80 and more). */
export function comparisonText(comparison: Comparison, columns = plainColumns): string {
  const width = Math.max(columns, plainColumns);
  const wrapped = (text: string, indent: number) => wrapText(text, width, indent);
  const { reasons, metrics } = comparison;
  const cautions = cautionLines(comparison);
  const sections = [
    [comparisonHeadline(comparison), ...reasons.flatMap((reason) => wrapped(`  ${reason}`, 4))],
    [...sideLines(comparison).flatMap((line) => wrapped(line, 6)), ...wrapped(settingsText(comparison), 2)],
    [head, ...metrics.flatMap(metricLines)],
    ...(cautions.length === 0 ? [] : [['Note', ...cautions.flatMap((line) => wrapped(`  ${line}`, 4))]]),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const head = row('metric', ['base', 'head', 'change', '95 % interval'], 'result');

/** A name that is longer than its column has a line of its own. */
function metricLines(metric: MetricComparison): string[] {
  const name = metric.metric;
  const isLong = name.length > widths.metric;
  const cells = [
    sideText(metric, metric.base),
    sideText(metric, metric.head),
    movedText(metric),
    intervalText(metric),
  ];
  return [...(isLong ? [name] : []), row(isLong ? '' : name, cells, changeMarks[metric.result])];
}

function row(
  name: string,
  [base = '', other = '', change = '', interval = '']: string[],
  last: string,
): string {
  const { metric, side } = widths;
  const cells = [
    name.padEnd(metric),
    base.padStart(side),
    other.padStart(side),
    change.padStart(widths.change),
    interval.padStart(widths.interval),
    ` ${last}`,
  ];
  return cells.join(' ').trimEnd();
}
