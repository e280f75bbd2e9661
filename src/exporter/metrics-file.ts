import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TimerClock } from '../clock.js';
import type { ExporterSource } from './exporter-source.js';
import { openMetricsText } from './openmetrics-text.js';
import { firstIntervalMs, SampledRun } from './sampled-run.js';

/** The course of all metrics, in the run's folder. */
export const metricsFileName = 'metrics.om';
/** The file is written anew after so many samples, so that a killed run leaves one that is a minute old at first. */
const samplesPerWrite = 12;

export interface MetricsFileOptions {
  readonly source: ExporterSource;
  /** The run's folder. */
  readonly folder: string;
  readonly clock: TimerClock;
  /** Labels that each series has besides its own. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Samples all metrics of a run and keeps them as a file that `promtool tsdb create-blocks-from openmetrics` reads: what a
 * Prometheus would have stored, for runs that nobody scrapes. The file is whole at each moment, since it is written beside and
 * then renamed. It takes its first sample at once.
 */
export class MetricsFile {
  readonly #run = new SampledRun();
  #callOff: () => void;
  #writing: Promise<string | null> = Promise.resolve(null);
  #isWriting = false;
  #sinceWrite = 0;
  #trouble: string | null = null;

  constructor(private readonly options: MetricsFileOptions) {
    this.#callOff = () => {};
    this.#tick();
  }

  /** Takes the last sample and writes the file. Gives why that was not possible, or null. */
  async finish(): Promise<string | null> {
    this.close();
    await this.#writing;
    this.#take();
    return (await this.#write()) ?? this.#trouble;
  }

  /** Takes no more samples. */
  close(): void {
    this.#callOff();
  }

  #tick(): void {
    const { clock } = this.options;
    if (this.#run.isDue(Math.round(clock.wallMs(clock.nowMs())))) this.#take();
    if (this.#sinceWrite >= samplesPerWrite && !this.#isWriting) this.#writing = this.#write();
    this.#callOff = clock.after(firstIntervalMs, () => this.#tick());
  }

  #take(): void {
    const { clock, source } = this.options;
    this.#sinceWrite += 1;
    try {
      this.#run.take(source.read(), clock.wallMs(clock.nowMs()));
    } catch (error) {
      // The run is worth more than the picture of it.
      this.#trouble ??= messageOf(error);
    }
  }

  async #write(): Promise<string | null> {
    this.#sinceWrite = 0;
    this.#isWriting = true;
    try {
      await writeWhole(
        join(this.options.folder, metricsFileName),
        openMetricsText(this.#run, this.options.labels),
      );
      return null;
    } catch (error) {
      return messageOf(error);
    } finally {
      this.#isWriting = false;
    }
  }
}

/** Writes the pieces one by one, between which everything else goes on, and only then gives the file its name. */
async function writeWhole(file: string, pieces: Iterable<string>): Promise<void> {
  const draft = `${file}.draft`;
  try {
    const handle = await open(draft, 'w');
    try {
      for (const piece of pieces) await handle.appendFile(piece);
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    // On a full disk half a file helps nobody.
    await rm(draft, { force: true });
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
