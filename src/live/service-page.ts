import { type Exporter, startExporter } from '../exporter/start-exporter.js';
import { livePage } from '../live-page/live-page.js';
import type { LiveSource } from '../live-page/live-recorder.js';
import type { Faults } from './faults.js';

export interface ServicePageOptions {
  readonly host: string;
  /** Null for no page. */
  readonly port: number | null;
  readonly token: string | undefined;
}

/** The metrics page and the live page of a watched service: opened beside it, and no reason for the service not to start. */
export class ServicePage {
  readonly #opening: Promise<Exporter | null>;

  constructor({ host, port, token }: ServicePageOptions, live: LiveSource, faults: Faults) {
    const { source } = live;
    const pages = { host, port: port ?? 0, token, source, live: livePage(live), background: true };
    const opening = port === null ? null : startExporter(pages);
    this.#opening = Promise.resolve(opening).catch((error) => {
      faults.note('page', `the metrics page could not be opened at ${host}:${port}`, error);
      return null;
    });
  }

  /** Null where there is none. */
  async url(): Promise<string | null> {
    return (await this.#opening)?.url ?? null;
  }

  async close(): Promise<void> {
    await (await this.#opening)?.close();
  }
}
