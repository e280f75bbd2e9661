import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { ExporterSource } from './exporter-source.js';
import { MetricsPage, metricsContentType } from './metrics-page.js';

/** Where the metrics page is by default: on this machine only. 9464 is the port that exporters of this kind share. */
export const defaultExporterAddress = { host: '127.0.0.1', port: 9464 } as const;

export interface ExporterOptions {
  /** `127.0.0.1` unless given. */
  readonly host?: string;
  /** 9464 unless given; 0 takes any free port. */
  readonly port?: number;
  readonly source: ExporterSource;
  /** More edges for the delivery histogram, in seconds, such as the thresholds of the run's budgets. */
  readonly deliveryEdgesS?: readonly number[];
}

export interface Exporter {
  /** Address of the metrics page. */
  readonly url: string;
  readonly port: number;
  /** Counts one delivered order in the delivery histogram: milliseconds from the planned instant to the webhook. */
  observeDelivery(deliveryMs: number): void;
  /** Stops serving and cuts open connections. */
  close(): Promise<void>;
}

function sendText(response: Response, status: number, contentType: string, text: string): void {
  response.writeHead(status, { 'content-type': contentType }).end(text);
}

function application(page: MetricsPage, source: ExporterSource): Express {
  const plain = 'text/plain; charset=utf-8';
  const app = express();
  app.disable('x-powered-by');
  app.get('/metrics', async (_request, response) => {
    sendText(response, 200, metricsContentType, await page.text(source.read()));
  });
  app.use((_request: Request, response: Response) => {
    sendText(response, 404, plain, 'Nothing is here. The metrics are at /metrics.\n');
  });
  // Express takes a function of four parameters for an error handler, so the last one stays although nobody calls it.
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const reason = error instanceof Error ? error.message : String(error);
    sendText(response, 500, plain, `The metrics could not be read: ${reason}\n`);
  });
  return app;
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/**
 * Serves the metrics of a run in Prometheus's text format at `/metrics`.
 *
 * @throws {NodeJS.ErrnoException} when the address cannot be had; `code` is `EADDRINUSE` when the port is taken
 */
export async function startExporter(options: ExporterOptions): Promise<Exporter> {
  const { host, port: wantedPort, source, deliveryEdgesS } = { ...defaultExporterAddress, ...options };
  const page = new MetricsPage(deliveryEdgesS ?? []);
  const server = createServer(application(page, source));
  const port = await listen(server, host, wantedPort);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/metrics`,
    port,
    observeDelivery: (deliveryMs) => page.observeDelivery(deliveryMs),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
