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
import { classOf, comparisonPlot } from './comparison-plot.js';
import { htmlPage } from './html-page.js';
import { htmlTable } from './html-table.js';
import { htmlText } from './html-text.js';

/** The comparison as one page that needs no other file and no network: the result, every change against the margin, a table. */
export function comparisonPage(comparison: Comparison): string {
  const { reasons, metrics, base, head } = comparison;
  const cautions = cautionLines(comparison);
  const body = [
    `<h1>${comparisonHeadline(comparison)}: ${htmlText(head[0]?.profile ?? '')}</h1>`,
    list(reasons),
    `<p class="faint">${[...sideLines(comparison), settingsText(comparison)].map(htmlText).join('<br>')}</p>`,
    ...(cautions.length === 0 ? [] : ['<h2>Note</h2>', list(cautions)]),
    '<h2>Changes against the margin</h2>',
    '<p class="faint">The band is the margin: what lies in it is no change in practice. Each line is a 95 % interval, its long ' +
      'stroke what was observed, an arrow an end that lies further out. Left is better, right is worse.</p>',
    `<ul class="forest">${metrics.map(forestRow).join('\n')}</ul>`,
    '<h2>Figures</h2>',
    htmlTable('Figures', heads, metrics.map(tableRow)),
    '<p class="faint">Times run from the planned instant (delivery), or the actual send (service, answer); undelivered orders count as ' +
      'later than the deadline. Changes of times are relative, those of shares in percentage points (pp). p is corrected for the ' +
      'number of metrics.</p>',
  ];
  return htmlPage(`${comparisonHeadline(comparison)}: ${idsOf(base)} and ${idsOf(head)}`, body.join('\n'), {
    style,
  });
}

function idsOf(runs: Comparison['base']): string {
  return runs.map(({ id }) => id).join(', ');
}

function list(sentences: readonly string[]): string {
  return `<ul>${sentences.map((sentence) => `<li>${htmlText(sentence)}</li>`).join('')}</ul>`;
}

function forestRow(metric: MetricComparison): string {
  const words = `${changeMarks[metric.result]}: ${movedText(metric)} (${intervalText(metric)})`;
  return (
    `<li><span class="name">${htmlText(metric.metric)}</span> ` +
    `<span class="${classOf(metric)}">${htmlText(words)}</span>` +
    `${comparisonPlot(metric, htmlText(`${metric.metric}, ${words}`))}</li>`
  );
}

const heads = ['metric', 'base', 'head', 'change', '95 % interval', 'margin', 'p', 'result'];

function tableRow(metric: MetricComparison): string[] {
  const { marginLower: lower, marginUpper: upper } = metric;
  return [
    metric.metric,
    sideText(metric, metric.base),
    sideText(metric, metric.head),
    movedText(metric),
    intervalText(metric),
    intervalText({ ...metric, lower, upper }),
    metric.adjustedP.toFixed(3),
    changeMarks[metric.result],
  ];
}

const style = `
th, td { padding-right: .7rem; }
.forest { list-style: none; padding: 0; max-width: none; }
.forest li { padding: .4rem 0; border-bottom: 1px solid var(--rule); }
.forest .name { font-weight: 600; margin-right: .5rem; }
.worse { color: var(--bad); } .better { color: var(--good); } .no-change { color: var(--ink); } .undecided { color: var(--faint); }
svg.change { height: 22px; margin-top: .15rem; }
svg.change .margin { fill: var(--rule); opacity: .55; }
svg.change path { fill: none; stroke: currentColor; stroke-width: 2; vector-effect: non-scaling-stroke; }
svg.change .grid { stroke: var(--faint); stroke-width: 1; }
svg.change .estimate { stroke-width: 3; }
@media print { .forest li { break-inside: avoid; } }
`;
