import uPlot from 'uplot';
import type { ChartData, LineData } from '../src/report/chart-data.js';
import { lineStyle, promiseDash } from '../src/report/line-styles.js';
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
  #plot: uPlot;
  readonly #readout: Element | null;

  /** @param announce told what the readout tells after a key was pressed, where the readout itself is not read out */
  constructor(
    private readonly element: HTMLElement,
    private chart: ChartData,
    private readonly announce: (text: string) => void = () => {},
  ) {
    this.#readout = document.getElementById(`${chart.id}-readout`);
    this.#plot = this.#drawn();
    element.addEventListener('keydown', (event) => this.#moveByKey(event));
  }

  /** Shows other values, within the part that a reader has chosen. */
  update(chart: ChartData): void {
    const isSame = looksOf(this.chart) === looksOf(chart);
    const isWhole = this.#showsAll();
    this.chart = chart;
    if (!isSame) {
      this.#plot.destroy();
      this.#plot = this.#drawn();
      return;
    }
    this.#plot.setData(columnsOf(chart), isWhole);
    if (!isWhole) this.#plot.redraw();
  }

  /** Takes the chart away. */
  destroy(): void {
    this.#plot.destroy();
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

  #drawn(): uPlot {
    return new uPlot(this.#options(), columnsOf(this.chart), this.element);
  }

  /** Whether the reader has chosen no part of it. */
  #showsAll(): boolean {
    const { min, max } = this.#plot.scales.x ?? {};
    return min === this.chart.seconds[0] && max === this.chart.seconds.at(-1);
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
      series: [{}, ...chart.lines.map((line) => this.#line(line))],
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

  #line({ style, isPromise = false }: LineData): uPlot.Series {
    const { colour: name, dash } = lineStyle(style);
    const isSteps = this.chart.unit !== 'ms' && uPlot.paths.stepped !== undefined;
    return {
      stroke: () => colour(name),
      width: isPromise ? 1 : 2,
      dash: [...(isPromise ? promiseDash : dash)],
      // A single interval between gaps has no line to be seen by.
      points: { show: (_, __, from, to) => !isSteps && !isPromise && to - from < 40, size: 5 },
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
    this.announce(this.#textAt(index) ?? '');
  }

  #tell({ cursor: { idx } }: uPlot): void {
    const text = this.#textAt(idx ?? null);
    if (this.#readout !== null && text !== null) this.#readout.textContent = text;
  }

  #textAt(index: number | null): string | null {
    const { seconds, lines, unit } = this.chart;
    const at = index === null ? undefined : seconds[index];
    if (index === null || at === undefined) return null;
    const texts = lines.map(({ name, values }) => {
      const value = values[index] ?? null;
      return `${name} ${value === null ? '–' : valueText(value, unit)}`;
    });
    return `${instantText(at)}: ${texts.join(' · ')}`;
  }
}

function columnsOf({ seconds, lines }: ChartData): uPlot.AlignedData {
  return [[...seconds], ...lines.map(({ values }) => [...values])];
}

/** Which lines a chart has: others need another plot. */
function looksOf({ lines }: ChartData): string {
  return lines.map(({ name, style }) => `${style} ${name}`).join('\n');
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
