import type { Exporter } from '../exporter/start-exporter.js';
import { SuccessiveRuns } from '../exporter/successive-runs.js';
import { runLiveSource } from '../live-page/run-live-source.js';
import type { RunView } from '../run/run-view.js';
import { linger } from './linger.js';
import { type MetricOutlet, openMetricsFile, openOtlp } from './metric-outlets.js';
import { type MetricsAddress, openExporter } from './open-run-exporter.js';
import { viewSource } from './view-source.js';

/** The steps of a search as one source, with the step that goes on. */
interface Steps {
  readonly runs: SuccessiveRuns;
  view: RunView;
}

/** How the metrics of a search are told: one page and one push over all of its steps, and a file for each. */
export class SearchMetrics {
  #steps: Steps | null = null;
  #exporter: Exporter | null = null;
  #otlp: MetricOutlet | null = null;
  #file: MetricOutlet | null = null;

  /** @param address null: no page */
  constructor(
    private readonly searchId: string,
    private readonly address: MetricsAddress | null,
    private readonly say: (line: string) => void,
  ) {}

  /** A step is about to send its first order. Throws a StartError when the page can't be had. */
  async stepBegins(view: RunView): Promise<void> {
    const source = viewSource(view);
    if (this.#steps === null) await this.#open({ runs: new SuccessiveRuns(source), view });
    else {
      this.#steps.runs.next(source);
      this.#steps.view = view;
    }
    this.#file = openMetricsFile(view, source, this.say);
  }

  /** The step's run is over. */
  async stepEnds(): Promise<void> {
    await this.#file?.finish();
    this.#file = null;
  }

  /** The search is over: the last figures are told, and the page is kept as `linger` says; null for a time that it chooses. */
  async finish(lingerMs: number | null): Promise<void> {
    const lingering = this.#exporter === null ? null : linger(this.#exporter, lingerMs, this.say);
    await Promise.all([lingering, this.#otlp?.finish()]);
  }

  /** Nothing more is told. */
  async close(): Promise<void> {
    this.#file?.close();
    this.#otlp?.close();
    await this.#exporter?.close();
  }

  async #open(steps: Steps): Promise<void> {
    this.#steps = steps;
    const { runs } = steps;
    if (this.address !== null) {
      const facts = () => runLiveSource(steps.view, runs).facts();
      this.#exporter = await openExporter({ source: runs, facts }, this.address);
      this.say(`metrics at ${this.#exporter.url}, live page at ${this.#exporter.liveUrl}`);
    }
    this.#otlp = await openOtlp(runs, this.searchId, this.say);
  }
}
