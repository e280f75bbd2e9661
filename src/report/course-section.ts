import type { ChartData, LineData } from './chart-data.js';
import type { CourseChart } from './course-charts.js';
import { countText, timeText } from './figure-text.js';
import { htmlTable } from './html-table.js';
import { htmlText } from './html-text.js';
import { lineStyle, promiseDash } from './line-styles.js';

/** The charts over time as HTML: a place to draw each in, its legend, and its figures as a table. */
export function courseSection(charts: readonly CourseChart[]): string {
  return charts.map(courseFigure).join('\n');
}

function courseFigure(chart: CourseChart): string {
  const head = `<h3 id="${chart.id}-title">${htmlText(chart.title)}</h3>`;
  if (chart.lines.length === 0) return `${head}<p class="faint">${htmlText(chart.empty)}</p>`;
  const label = `${chart.title}: ${chart.lines.map(({ name }) => name).join(', ')}; the table below holds its figures`;
  return `<figure>${head}<figcaption class="faint">${htmlText(chart.note)}</figcaption>
<ul class="legend">${chartLegend(chart.lines)}</ul>
<div class="chart" id="${chart.id}" role="img" tabindex="0" aria-label="${htmlText(label)}"></div>
<p class="readout faint" id="${chart.id}-readout" aria-live="polite"></p>
<details><summary>Figures of “${htmlText(chart.title)}”</summary>${chartTable(chart)}</details></figure>`;
}

/** The legend of a chart's lines: their look and their names. */
export function chartLegend(lines: readonly LineData[]): string {
  return lines.map(legendEntry).join('');
}

function legendEntry({ name, style, isPromise = false }: LineData): string {
  const { colour, dash: ownDash } = lineStyle(style);
  const dash = isPromise ? promiseDash : ownDash;
  const line = `<path d="M0 5H28" stroke="var(${colour})" stroke-width="2" stroke-dasharray="${dash.join(' ')}"/>`;
  return `<li><svg viewBox="0 0 28 10" aria-hidden="true">${line}</svg>${htmlText(name)}</li>`;
}

/** Every value of a chart as a table. */
export function chartTable(chart: CourseChart): string {
  const { seconds, lines, unit, title } = chart;
  const rows = seconds.map((second, interval) => [
    `${countText(second)} s`,
    ...lines.map(({ values }) => valueText(values[interval] ?? null, unit)),
  ]);
  return htmlTable(title, ['from', ...lines.map(({ name }) => name)], rows);
}

function valueText(value: number | null, unit: ChartData['unit']): string {
  if (value === null) return '–';
  if (unit === 'ms') return timeText(value);
  return unit === 'count' ? countText(value) : String(Number(value.toFixed(2)));
}
