import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../scripts/free-port.mjs';
import { credentials } from '../commands/credentials.js';
import { seriesOf } from '../exporter/reading.js';
import { startFoxload, type WatchedProcess } from '../support/foxload-process.js';
import { monitorText } from './monitor-text.js';

/** A profile's file and a state folder, and the `foxload monitor` processes that use them one after the other. */
export class RunningMonitor {
  readonly state: string;
  readonly #file: string;
  #metricsPort = 0;

  constructor(
    folder: string,
    private readonly parts: Readonly<Record<string, unknown>>,
  ) {
    this.#file = join(folder, 'watched.yaml');
    this.state = join(folder, 'state');
    this.writes({});
  }

  /** Writes the profile, with other parts than it began with. */
  writes(parts: Readonly<Record<string, unknown>>): void {
    writeFileSync(this.#file, monitorText({ ...this.parts, ...parts }));
  }

  /** Writes a text that may be no profile. */
  writesText(text: string): void {
    writeFileSync(this.#file, text);
  }

  /** Starts a process with these flags and waits for nothing. */
  async begins(...flags: string[]): Promise<WatchedProcess> {
    this.#metricsPort = await freePort();
    const port = String(this.#metricsPort);
    const args = ['monitor', this.#file, '--state', this.state, '--metrics-port', port, ...flags];
    return startFoxload(args, { env: credentials, ownGroup: true });
  }

  /** Starts a process and waits until it sends orders. */
  async starts(): Promise<WatchedProcess> {
    const process = await this.begins();
    await process.sees(/SIGHUP reads the profile again\n/);
    return process;
  }

  get metricsUrl(): string {
    return `http://127.0.0.1:${this.#metricsPort}/metrics`;
  }

  /** The value of a series now; 0 where it is not there. */
  async value(series: string): Promise<number> {
    const page = await (await fetch(this.metricsUrl)).text();
    return seriesOf(page).get(`foxload_${series}`) ?? 0;
  }

  /** Asks for a series until its value is at least this. */
  async reaches(series: string, least: number): Promise<void> {
    while ((await this.value(series)) < least);
  }
}
