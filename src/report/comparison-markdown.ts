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

function table(metrics: readonly MetricComparison[]): string {
  const lines = metrics.map((metric) => {
    const cells = [
      metric.metric,
      sideText(metric, metric.base),
      sideText(metric, metric.head),
      movedText(metric),
      intervalText(metric),
    ];
    const last = metric.result === 'worse' ? `**${changeMarks.worse}**` : changeMarks[metric.result];
    return `| ${cells.map(escaped).join(' | ')} | ${last} |`;
  });
  return [
    '| metric | base | head | change | 95 % interval | result |',
    '|---|--:|--:|--:|--:|---|',
    ...lines,
  ].join('\n');
}

function list(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${escaped(sentence)}`).join('\n');
}

/** Nothing that stands in a profile may become markup. */
function escaped(text: string): string {
  return text
    .replaceAll('\n', ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~@#]/g, '\\$&');
}
