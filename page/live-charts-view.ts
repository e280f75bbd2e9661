import { liveCharts } from '../src/live-page/live-charts.js';
import type { LiveHistory } from '../src/live-page/live-history.js';
import type { LiveReading } from '../src/live-page/live-reading.js';
import type { CourseChart } from '../src/report/course-charts.js';
import { chartLegend, chartTable } from '../src/report/course-section.js';
import { byId } from './by-id.js';
import { patchChildren } from './patch-children.js';
import { TimeChart } from './time-chart.js';

/** The charts of the live page, with their legends and the tables behind them. */
export class LiveChartsView {
  readonly #drawn = new Map<string, TimeChart>();
  #charts: readonly CourseChart[] = [];
  #latest: (() => void) | null = null;

  /** @param announce tells those who listen what stands at the place that they chose by keyboard */
  constructor(private readonly announce: (text: string) => void) {
    new ResizeObserver(() => this.#each((chart) => chart.fit())).observe(document.body);
    for (const query of ['(prefers-color-scheme: dark)', 'print'])
      matchMedia(query).addEventListener('change', () => this.#each((chart) => chart.redraw()));
    byId('range').addEventListener('change', () => this.#latest?.());
    // A click, which a key on it is, too, comes before the table is shown.
    document.addEventListener('click', ({ target }) => this.#opens(target));
  }

  /** Shows the history up to a reading, as much of it as is chosen. */
  show(reading: LiveReading, history: LiveHistory): void {
    this.#latest = () => this.show(reading, history);
    const isWhole = history.isLong && wantsWhole();
    byId('range').hidden = !history.isLong;
    this.#charts = liveCharts(reading, isWhole ? history.whole : history.recent);
    for (const chart of this.#charts) this.#showChart(chart);
  }

  #showChart(chart: CourseChart): void {
    const { id, lines } = chart;
    const place = byId(id);
    patchChildren(byId(`${id}-legend`), chartLegend(lines));
    place.hidden = lines.length === 0;
    byId(`${id}-empty`).hidden = lines.length > 0;
    byId(`${id}-details`).hidden = lines.length === 0;
    const drawn = this.#drawn.get(id);
    if (lines.length === 0) {
      drawn?.destroy();
      this.#drawn.delete(id);
    } else if (drawn === undefined) this.#drawn.set(id, new TimeChart(place, chart, this.announce));
    else drawn.update(chart);
  }

  /** A table tells what its chart told when it was opened: it does not change under its reader. */
  #opens(target: EventTarget | null): void {
    const details = target instanceof Element ? target.closest('summary')?.parentElement : null;
    const chart = this.#charts.find(({ id }) => details?.id === `${id}-details`);
    if (chart !== undefined) patchChildren(byId(`${chart.id}-table`), chartTable(chart));
  }

  #each(act: (chart: TimeChart) => void): void {
    for (const chart of this.#drawn.values()) act(chart);
  }
}

function wantsWhole(): boolean {
  return document.querySelector<HTMLInputElement>('#range input:checked')?.value === 'whole';
}
