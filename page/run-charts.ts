import type { PageData } from '../src/report/chart-data.js';
import { TimeChart } from './time-chart.js';

/** Draws every chart that the page's data tells of, and keeps them to the page's width and colours. */
function drawCharts(): void {
  const source = document.getElementById('data')?.textContent ?? '{"charts":[]}';
  const { charts } = JSON.parse(source) as PageData;
  const drawn = charts.flatMap((chart) => {
    const element = document.getElementById(chart.id);
    return element === null ? [] : [new TimeChart(element, chart)];
  });
  const fitAll = (): void => {
    for (const chart of drawn) chart.fit();
  };
  const redrawAll = (): void => {
    for (const chart of drawn) chart.redraw();
  };
  new ResizeObserver(fitAll).observe(document.body);
  for (const query of ['(prefers-color-scheme: dark)', 'print']) {
    matchMedia(query).addEventListener('change', redrawAll);
  }
  // The paper is narrower than the window, and light.
  for (const moment of ['beforeprint', 'afterprint']) {
    addEventListener(moment, () => {
      fitAll();
      redrawAll();
    });
  }
}

drawCharts();
