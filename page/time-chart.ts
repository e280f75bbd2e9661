import uPlot from 'uplot';
import type { ChartData } from '../src/report/chart-data.js';
import { lineStyle } from '../src/report/line-styles.js';
import { instantText, valueText } from './value-text.js';

const heightPx = 220;
/** Distances of the marks below a chart, in seconds: round ones of seconds, minutes, hours and days. */
const roundSpans = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200,
  86_400, 172_800, 604_800,
];
const font = '12px system-ui, sans-serif';

/** One chart over time in its element. Its colours are those that the page's style sheet has at the moment of drawing. */
export class TimeChart {
  readonly #plot: uPlot;
  readonly #readout: Element | null;

  constructor(
    private readonly element: HTMLElement,
    private readonly chart: ChartData,
  ) {
    this.#readout = document.getElementById(`${chart.id}-readout`);
    const values = chart.lines.map((line) => [...line.values]);
    this.#plot = new uPlot(this.#options(), [[...chart.seconds], ...values], element);
    element.addEventListener('keydown', (event) => this.#moveByKey(event));
  }

  /** Takes the width that its element has now. */
  fit(): void {
    const width = this.element.clientWidth;
    if (width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height: heightPx });
  }

  /** Draws again: the colours may be others now. */
  redraw(): void {
    this.#plot.redraw(false, true);
  }

  #options(): uPlot.Options {
    const { chart } = this;
    return {
      width: this.element.clientWidth,
      height: heightPx,
      legend: { show: false },
      cursor: { drag: { x: true, y: false }, points: { size: 7 } },
      scales: {
        x: { time: false },
        y: chart.isLogarithmic ? { distr: 3 } : { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
      },
      axes: [
        { ...this.#axis((_, ticks) => ticks.map(instantText), 30), incrs: [...roundSpans] },
        this.#axis((_, ticks) => ticks.map((tick) => (tick === null ? '' : valueText(tick, chart.unit))), 64),
      ],
      series: [{}, ...chart.lines.map((line) => this.#line(line.style))],
      hooks: { setCursor: [(plot) => this.#tell(plot)] },
    };
  }

  #axis(values: (plot: uPlot, ticks: number[]) => string[], size: number): uPlot.Axis {
    return {
      stroke: () => colour('--faint'),
      grid: { stroke: () => colour('--rule'), width: 1 },
      ticks: { show: false },
      font,
      size,
      values,
    };
  }

  #line(style: number): uPlot.Series {
    const { colour: name, dash } = lineStyle(style);
    const isSteps = this.chart.unit !== 'ms' && uPlot.paths.stepped !== undefined;
    return {
      stroke: () => colour(name),
      width: 2,
      dash: [...dash],
      // A single interval between gaps has no line to be seen by.
      points: { show: (_, __, from, to) => !isSteps && to - from < 40, size: 5 },
      ...(isSteps && uPlot.paths.stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
    };
  }

  /** Arrow keys go from interval to interval, as a pointer does. */
  #moveByKey(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const last = this.chart.seconds.length - 1;
    const index = Math.min(last, Math.max(0, (this.#plot.cursor.idx ?? -1) + step));
    this.#plot.setCursor({
      left: this.#plot.valToPos(this.chart.seconds[index] ?? 0, 'x'),
      top: this.#plot.over.clientHeight / 2,
    });
  }

  #tell({ cursor }: uPlot): void {
    if (this.#readout === null) return;
    const { idx } = cursor;
    const { seconds, lines, unit } = this.chart;
    const at = idx === null || idx === undefined ? undefined : seconds[idx];
    if (at === undefined) return;
    const texts = lines.map(({ name, values }) => {
      const value = values[idx ?? 0] ?? null;
      return `${name} ${value === null ? '–' : valueText(value, unit)}`;
    });
    this.#readout.textContent = `${instantText(at)}: ${texts.join(' · ')}`;
  }
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
