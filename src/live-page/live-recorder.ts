import type { TimerClock } from '../clock.js';
import type { ExporterSource } from '../exporter/exporter-source.js';
import { historyRow } from './history-columns.js';
import { LiveHistory } from './live-history.js';
import { type LiveFacts, type LiveReading, liveReading } from './live-reading.js';

/** How often a run is read for the live page, whether anybody looks or not: the history is there for whoever comes later. */
export const readEveryMs = 1_000;
/** The first reading waits so long: what begins to be read is on its way to its first order. */
export const firstReadMs = 100;

/** Where the live page reads a run. */
export interface LiveSource {
  readonly source: ExporterSource;
  /** Asked right after each reading of `source`. */
  readonly facts: () => LiveFacts;
}

/** Reads a run once a second, for all who look together, and keeps its history. */
export class LiveRecorder {
  #history = new LiveHistory();
  #latest: LiveReading | null = null;
  #callOff: () => void = () => {};

  /** @param told each reading, after the history has it, and whether it is the first of another run */
  constructor(
    private readonly live: LiveSource,
    private readonly clock: TimerClock,
    private readonly told: (reading: LiveReading, isOtherRun: boolean) => void,
  ) {}

  /** Of the run that is read now: another run begins another history. */
  get history(): LiveHistory {
    return this.#history;
  }

  /** Reads from now on. */
  begin(): void {
    this.#readAfter(firstReadMs);
  }

  /** Reads once. A run that can't be read goes on, and its page says that it hears nothing: nobody's look may end a run. */
  attempt(): void {
    try {
      this.#read();
    } catch {
      // Whoever asks for the page or for the metrics is told why.
    }
  }

  /** The newest reading. Throws what the run's own figures throw, where there is none yet. */
  get latest(): LiveReading {
    return this.#latest ?? this.#read();
  }

  end(): void {
    this.#callOff();
  }

  #readAfter(ms: number): void {
    this.#callOff = this.clock.after(ms, () => {
      this.attempt();
      this.#readAfter(readEveryMs);
    });
  }

  #read(): LiveReading {
    const { source, facts } = this.live;
    const reading = liveReading(source.read(), facts(), this.clock.wallMs(this.clock.nowMs()));
    const isOtherRun = this.#latest !== null && this.#latest.run.id !== reading.run.id;
    if (isOtherRun) this.#history = new LiveHistory();
    this.#latest = reading;
    this.#history.add(historyRow(reading));
    this.told(reading, isOtherRun);
    return reading;
  }
}
