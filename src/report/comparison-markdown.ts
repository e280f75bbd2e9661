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
import { markdownTable, markdownText } from './markdown-text.js';

/** The comparison as GitHub-flavoured Markdown, for a comment on a pull request. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { reasons, metrics } = comparison;
  const moved = metrics.filter(({ result }) => result === 'worse' || result === 'better');
  const sections = [
    `### foxload compare: ${comparisonHeadline(comparison)}`,
    list(reasons),
    ...(moved.length === 0 ? [] : [table(moved)]),
    `<details><summary>All ${metrics.length} metrics</summary>\n\n${table(metrics)}\n\n</details>`,
    list([...sideLines(comparison), settingsText(comparison), ...cautionLines(comparison)]),
  ];
  return `${sections.join('\n\n')}\n`;
}

const heads = ['metric', 'base', 'head', 'change', '95 % interval', 'result'];

function table(metrics: readonly MetricComparison[]): string {
  return markdownTable(heads, metrics.map(tableRow));
}

function tableRow(metric: MetricComparison): string[] {
  const cells = [
    metric.metric,
    sideText(metric, metric.base),
    sideText(metric, metric.head),
    movedText(metric),
    intervalText(metric),
  ];
  const last = metric.result === 'worse' ? `**${changeMarks.worse}**` : changeMarks[metric.result];
  return [...cells.map(markdownText), last];
}

function list(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${markdownText(sentence)}`).join('\n');
}
