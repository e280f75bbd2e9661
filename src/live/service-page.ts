import type { ExporterSource } from '../exporter/exporter-source.js';
import { type Exporter, startExporter } from '../exporter/start-exporter.js';
import type { Faults } from './faults.js';

export interface ServicePageOptions {
  readonly host: string;
  /** Null for no page. */
  readonly port: number | null;
  readonly token: string | undefined;
}

/** The metrics page of a watched service: opened beside it, and no reason for the service not to start. */
export class ServicePage {
  readonly #opening: Promise<Exporter | null>;

  constructor({ host, port, token }: ServicePageOptions, source: ExporterSource, faults: Faults) {
    const opening = port === null ? null : startExporter({ host, port, token, source, background: true });
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
