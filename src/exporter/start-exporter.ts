import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express, NextFunction, Request, Response } from 'express';
import { type Clock, monotonicClock } from '../clock.js';
import { isLoopback } from '../profile/api-address.js';
import { defaultExporterAddress } from './exporter-address.js';
import type { ExporterPages } from './exporter-pages.js';
import type { ExporterSource } from './exporter-source.js';
import { asksForLocalHost } from './local-host-check.js';
import { metricsContentType, metricsPage } from './metrics-page.js';
import { plainText, sendText } from './send-text.js';
import { guarded, isScrape } from './token-guard.js';

export interface ExporterOptions {
  /** `127.0.0.1` unless given. */
  readonly host?: string;
  /** 9464 unless given; 0 takes any free port. */
  readonly port?: number;
  readonly source: ExporterSource;
  /** What is served beside the metrics; nothing where it is left out. */
  readonly live?: ExporterPages;
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
  /** Address of the live page; null where there is none. */
  readonly liveUrl: string | null;
  readonly port: number;
  /** How often the metrics were read so far. */
  readonly scrapes: number;
  /** Settles when the metrics of a scrape that comes after this call have gone out. */
  scraped(): Promise<void>;
  /** Stops serving and cuts open connections. */
  close(): Promise<void>;
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
    const [text] = await Promise.all([page, source.kept?.()]);
    scrapes.lastS = (scrapes.clock.nowMs() - beganMs) / 1000;
    sendText(response, 200, metricsContentType, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    sendText(response, 500, plainText, `The metrics could not be read: ${reason}\n`);
  }
}

/**
 * A connection may be silent for longer than Prometheus waits between two scrapes, a minute unless it is told otherwise. To take a connection
 * and see it end makes a process that sends thousands of orders a second late by some milliseconds each time.
 */
const betweenScrapesMs = 65_000;

/** What is served, and to whom. */
interface Served {
  readonly source: ExporterSource;
  readonly live: ExporterPages | undefined;
  readonly scrapes: Scrapes;
  /** Whether only requests by this machine's own names are answered. */
  readonly isLocalOnly: boolean;
}

/**
 * Scrapes, which every run sees, are answered without the web framework, so that no run's start waits for it; and by whatever name a
 * scraper knows this machine, since they hold nothing but figures.
 */
function routes(served: Served): RequestListener {
  const { source, scrapes, isLocalOnly } = served;
  let others: Promise<Express> | null = null;
  return (request, response) => {
    if (request.method === 'GET' && isScrape(request)) {
      void sendPage(response, source, scrapes);
      return;
    }
    if (isLocalOnly && !asksForLocalHost(request)) {
      sendText(response, 421, plainText, "This page is for this machine's own names, such as 127.0.0.1.\n");
      return;
    }
    others ??= otherRoutes(served);
    others.then(
      (app) => app(request, response),
      () =>
        sendText(response, 500, plainText, 'This page could not be loaded. The metrics are at /metrics.\n'),
    );
  };
}

/** Everything else, and where pages are added: loaded when it is first asked for. */
async function otherRoutes({ source, live, scrapes }: Served): Promise<Express> {
  const { default: express } = await import('express');
  const app = express();
  app.disable('x-powered-by');
  app.get('/metrics', (_request, response) => sendPage(response, source, scrapes));
  if (live !== undefined)
    app.use((request: Request, response: Response, next: NextFunction) =>
      live.handle(request, response, () => next()),
    );
  app.use((_request: Request, response: Response) => {
    const livePage = live === undefined ? '' : ' The live page is at /.';
    sendText(response, 404, plainText, `Nothing is here. The metrics are at /metrics.${livePage}\n`);
  });
  return app;
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/**
 * Serves the metrics of a run in Prometheus's text format at `/metrics`, and the live page beside it.
 *
 * @throws {NodeJS.ErrnoException} when the address cannot be had; `code` is `EADDRINUSE` when the port is taken
 */
export async function startExporter(options: ExporterOptions): Promise<Exporter> {
  const { host, port: wantedPort, source, live, token } = { ...defaultExporterAddress, ...options };
  const scrapes = new Scrapes(options.clock ?? monotonicClock);
  const isLocalOnly = token === undefined && isLoopback(inUrl(host));
  const pages = routes({ source, live, scrapes, isLocalOnly });
  const server = createServer(token === undefined ? pages : guarded(pages, token));
  server.keepAliveTimeout = betweenScrapesMs;
  if (options.background === true) server.on('connection', (socket) => socket.unref());
  const port = await listen(server, host, wantedPort);
  if (options.background === true) server.unref();
  live?.begin();
  const origin = `http://${inUrl(host)}:${port}`;
  return {
    url: `${origin}/metrics`,
    liveUrl: live === undefined ? null : `${origin}/`,
    port,
    get scrapes() {
      return scrapes.count;
    },
    scraped: () => scrapes.next(),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await live?.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** An IPv6 address stands in brackets in a URL. */
function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
