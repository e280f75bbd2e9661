import type { CarriedCounts } from './carried-counts.js';
import { carriedAfter } from './carried-samples.js';
import type { ExporterReading, ExporterSource } from './exporter-source.js';

/**
 * Runs one after the other as one source, such as the steps of a search: it shows the run that goes on, or was the last to, with
 * counters and histograms that go on where the run before left them.
 */
export class SuccessiveRuns implements ExporterSource {
  #current: ExporterSource;
  #carried: CarriedCounts | undefined;

  constructor(first: ExporterSource) {
    this.#current = first;
  }

  /** The run so far is over, and this one begins. */
  next(source: ExporterSource): void {
    this.#carried = carriedAfter(this.read());
    this.#current = source;
  }

  read(): ExporterReading {
    const reading = this.#current.read();
    return this.#carried === undefined ? reading : { ...reading, carried: this.#carried };
  }
}
