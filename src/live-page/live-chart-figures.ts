import type { CourseChart } from '../report/course-charts.js';
import { chartLegend, chartTable } from '../report/course-section.js';
import { htmlText } from '../report/html-text.js';

/** So many of the newest rows stand in the tables that the server writes; the browser puts all of them there. */
const rowsWritten = 60;

/**
 * The charts' places on the page. What changes with the readings, the script draws and writes: a chart, its legend, and its table when it
 * is opened. Without a script the tables tell the last minute.
 */
export function liveChartFigures(charts: readonly CourseChart[]): string {
  return charts.map(figure).join('\n');
}

function figure(chart: CourseChart): string {
  const { id, title, note, empty, lines } = chart;
  const label = `${title}; the table below holds its figures`;
  return `<figure id="${id}-figure"><h3 id="${id}-title">${htmlText(title)}</h3><figcaption class="faint">${htmlText(note)}</figcaption>
<ul class="legend" id="${id}-legend">${chartLegend(lines)}</ul>
<p class="faint" id="${id}-empty"${lines.length === 0 ? '' : ' hidden'}>${htmlText(empty)}</p>
<div class="chart" id="${id}" role="img" tabindex="0" aria-label="${htmlText(label)}" hidden></div>
<p class="readout faint" id="${id}-readout"></p>
<details id="${id}-details"><summary>Figures of “${htmlText(title)}”</summary><div id="${id}-table">${chartTable(newest(chart))}</div></details></figure>`;
}

function newest(chart: CourseChart): CourseChart {
  const { seconds, lines } = chart;
  return {
    ...chart,
    seconds: seconds.slice(-rowsWritten),
    lines: lines.map((line) => ({ ...line, values: line.values.slice(-rowsWritten) })),
  };
}
