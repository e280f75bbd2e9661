import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express, Request, Response } from 'express';
import { type Clock, monotonicClock } from '../clock.js';
import { bearerCheck } from './bearer-check.js';
import { defaultExporterAddress } from './exporter-address.js';
import type { ExporterSource } from './exporter-source.js';
import { metricsContentType, metricsPage } from './metrics-page.js';

export interface ExporterOptions {
  /** `127.0.0.1` unless given. */
  readonly host?: string;
  /** 9464 unless given; 0 takes any free port. */
  readonly port?: number;
  readonly source: ExporterSource;
  /** Whoever asks for anything has to bring it; nobody has to where it is left out. */
  readonly token?: string | undefined;
  /** Whether the process may end although the page is served: for pages of a process that has other things to do. */
  readonly background?: boolean;
  /** What tells how long a page takes; that of this process unless given. */
  readonly clock?: Clock;
}

export interface Exporter {
  /** Address of the metrics page. */
  readonly url: string;
  readonly port: number;
  /** How often the metrics were read so far. */
  readonly scrapes: number;
  /** Settles when the metrics of a scrape that comes after this call have gone out. */
  scraped(): Promise<void>;
  /** Stops serving and cuts open connections. */
  close(): Promise<void>;
}

const plain = 'text/plain; charset=utf-8';

function sendText(response: ServerResponse, status: number, contentType: string, text: string): void {
  response.writeHead(status, { 'content-type': contentType }).end(text);
}

/** Counts who reads the metrics, and tells who waits for the next one. */
class Scrapes {
  count = 0;
  /** How long the newest page took; null before the first. */
  lastS: number | null = null;
  #waiting: (() => void)[] = [];

  constructor(readonly clock: Clock) {}

  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** A page is about to go out; those who wait now are told when it has. */
  begins(response: ServerResponse): void {
    this.count += 1;
    const waiting = this.#waiting;
    this.#waiting = [];
    response.once('finish', () => {
      for (const tell of waiting) tell();
    });
  }
}

async function sendPage(response: ServerResponse, source: ExporterSource, scrapes: Scrapes): Promise<void> {
  try {
    const beganMs = scrapes.clock.nowMs();
    const page = metricsPage({ ...source.read(), scrapeS: scrapes.lastS });
    scrapes.begins(response);
    const text = await page;
    scrapes.lastS = (scrapes.clock.nowMs() - beganMs) / 1000;
    sendText(response, 200, metricsContentType, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    sendText(response, 500, plain, `The metrics could not be read: ${reason}\n`);
  }
}

/** Scrapes, which every run sees, are answered without the web framework, so that no run's start waits for it. */
function routes(source: ExporterSource, scrapes: Scrapes): RequestListener {
  let others: Promise<Express> | null = null;
  return (request, response) => {
    if (request.method === 'GET' && /^\/metrics(?:\?|$)/.test(request.url ?? '')) {
      void sendPage(response, source, scrapes);
      return;
    }
    others ??= otherRoutes(source, scrapes);
    others.then(
      (app) => app(request, response),
      () => sendText(response, 500, plain, 'This page could not be loaded. The metrics are at /metrics.\n'),
    );
  };
}

/** The pages for those who bring the token; for others none, whatever they ask for. */
function guarded(pages: RequestListener, token: string): RequestListener {
  const isAllowed = bearerCheck(token);
  return (request, response) => {
    if (isAllowed(request)) {
      pages(request, response);
      return;
    }
    response.setHeader('www-authenticate', 'Bearer');
    sendText(
      response,
      401,
      plain,
      'The token is missing or wrong; wanted the header Authorization: Bearer TOKEN.\n',
    );
  };
}

/** Everything else, and where pages are added: loaded when it is first asked for. */
async function otherRoutes(source: ExporterSource, scrapes: Scrapes): Promise<Express> {
  const { default: express } = await import('express');
  const app = express();
  app.disable('x-powered-by');
  app.get('/metrics', (_request, response) => sendPage(response, source, scrapes));
  app.use((_request: Request, response: Response) => {
    sendText(response, 404, plain, 'Nothing is here. The metrics are at /metrics.\n');
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
  const { host, port: wantedPort, source, token } = { ...defaultExporterAddress, ...options };
  const scrapes = new Scrapes(options.clock ?? monotonicClock);
  const pages = routes(source, scrapes);
  const server = createServer(token === undefined ? pages : guarded(pages, token));
  if (options.background === true) server.on('connection', (socket) => socket.unref());
  const port = await listen(server, host, wantedPort);
  if (options.background === true) server.unref();
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/metrics`,
    port,
    get scrapes() {
      return scrapes.count;
    },
    scraped: () => scrapes.next(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
