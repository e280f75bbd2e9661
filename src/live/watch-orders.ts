import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { type Clock, longLivedClock, wholeMicroseconds } from '../clock.js';
import { metricsContentType, metricsPage } from '../exporter/metrics-page.js';
import type { OrderEvent } from '../order-event.js';
import { EventsFile } from './events-file.js';
import type { EventsHeader } from './events-header.js';
import { type FaultKind, Faults, type WatchFault } from './faults.js';
import { liveLimits } from './live-limits.js';
import { LiveMeasurement } from './live-measurement.js';
import { liveSource } from './live-source.js';
import { RawBodies } from './raw-bodies.js';
import { ServicePage } from './service-page.js';
import { undiciInterceptor } from './undici-interceptor.js';
import { type WatchOptions, watchSettings } from './watch-options.js';
import { WatchedOrders } from './watched-orders.js';
import { type WebhookMiddleware, webhookMiddleware } from './webhook-middleware.js';
import { WebhookWatch } from './webhook-watch.js';
import { type AnyFetch, wrappedFetch } from './wrap-fetch.js';

/** An order that was created where foxload could not see it. */
export interface NotedOrder {
  /** The API's id of the order. */
  readonly orderId: string;
  /** When its create call began, in milliseconds since 1970; now unless given. */
  readonly plannedAt?: number;
}

/** A webhook that came where foxload could not see it. */
export interface NotedWebhook {
  readonly headers: IncomingHttpHeaders;
  /** The raw bytes, as they came. */
  readonly body: Buffer;
  /** When it came, in milliseconds since 1970; now unless given. */
  readonly arrivedAt?: number;
}

/** What is built into a service to watch its orders. None of it ever throws into the service, or changes what it sees. */
export interface WatchService {
  /** To be mounted on the webhook route, before the body parser. Hands every request on; the service answers. */
  readonly middleware: WebhookMiddleware;
  /** For a body parser that comes before the middleware: `express.json({ verify: service.rawBody })`. */
  readonly rawBody: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;
  /** The same `fetch`, whose create calls are seen. */
  wrapFetch<F extends AnyFetch>(fetch: F): F;
  /** For `dispatcher.compose(…)` of undici 7 and newer. */
  interceptor(): Dispatcher.DispatcherComposeInterceptor;
  /** Tells of an order that another client, or another process, created. */
  noteCreated(order: NotedOrder): void;
  /** Tells of a webhook that came to another process. */
  noteWebhook(webhook: NotedWebhook): void;
  /** The metrics in Prometheus's text format, for a service that has a page of its own. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Address of the metrics page once it is open; null where there is none. Never rejects. */
  pageUrl(): Promise<string | null>;
  /** How often something went wrong on foxload's side. */
  readonly faults: Readonly<Record<FaultKind, number>>;
  /** Watches nothing any more and closes the page; what was built in hands on as before. */
  close(): Promise<void>;
}

/**
 * Watches the real orders of a service: create calls by a wrapped `fetch` or an interceptor, webhooks by a middleware. Opens the
 * metrics page, which does not keep the process alive.
 *
 * @param clock for tests
 * @throws {RangeError | TypeError | ObjectiveError} when an option is wrong; after that, nothing is thrown
 */
export function watchOrders(options: WatchOptions, clock: Clock = longLivedClock): WatchService {
  const settings = watchSettings(options);
  const { dialect, name, maxInFlight, address } = settings;
  const faults = new Faults(options.onFault ?? warn);
  const measurement = new LiveMeasurement({
    clock,
    deadlineMs: settings.deadlineMs,
    objectives: settings.objectives,
  });
  const id = `live-${randomBytes(4).toString('hex')}`;
  const events = eventsFile(
    options,
    { session: id, name, dialect: dialect.name, deadlineMs: settings.deadlineMs },
    clock,
    faults,
  );
  const emit = (event: OrderEvent): void => {
    events?.append(event);
    measurement.take(event);
  };
  const orders = new WatchedOrders({
    dialect,
    clock,
    emit,
    tracker: measurement.tracker,
    faults,
    maxInFlight,
  });
  const webhooks = new WebhookWatch({ ...settings, clock, emit, handled: measurement.handled });
  const rawBodies = new RawBodies();
  const source = liveSource({ clock, measurement, faults, maxInFlight, id, name, dialect: dialect.name });
  const { deadlineMs } = settings;
  const about = {
    target: options.api ?? null,
    folder: null,
    startedAtMs: clock.wallMs(clock.nowMs()),
    deadlineMs,
  };
  const facts = () => ({ ...about, verdict: null, budgets: [] });
  const page = new ServicePage(settings, { source, facts }, faults);
  const tick = (): void => {
    const nowMs = clock.nowMs();
    measurement.tick(nowMs);
    orders.tick(nowMs);
    webhooks.tick();
    events?.flush();
  };
  const ticker = setInterval(() => faults.guarded(tick, undefined), liveLimits.tickMs).unref();
  const calls = { orders, address, faults };
  /** An instant since 1970 on our clock, which has none of its own. */
  const instant = (epochMs: number | undefined): number => {
    const nowMs = clock.nowMs();
    if (epochMs === undefined || !Number.isFinite(epochMs)) return nowMs;
    return wholeMicroseconds(Math.min(nowMs, nowMs - (clock.wallMs(nowMs) - epochMs)));
  };
  return {
    middleware: webhookMiddleware({ clock, watch: webhooks, rawBodies, faults }),
    rawBody: (request, _response, body) =>
      faults.guarded(() => rawBodies.keep(request, body, clock.nowMs()), undefined),
    wrapFetch: (fetch) => wrappedFetch(calls, fetch),
    interceptor: () => undiciInterceptor(calls),
    noteCreated: (noted) =>
      faults.guarded(() => orders.created(noted.orderId, instant(noted.plannedAt)), undefined),
    noteWebhook: (noted) =>
      faults.guarded(() => {
        const atMs = instant(noted.arrivedAt);
        const claim = webhooks.screen(noted.headers, atMs);
        if (claim !== null) webhooks.take(claim, noted.body, atMs);
      }, undefined),
    metrics: async () => ({ contentType: metricsContentType, text: await metricsPage(source.read()) }),
    pageUrl: () => page.url(),
    faults: faults.counts,
    async close() {
      clearInterval(ticker);
      faults.guarded(() => {
        webhooks.tick();
        orders.close();
        measurement.close(clock.nowMs());
      }, undefined);
      await events?.close();
      await page.close();
    },
  };
}

/** Null where none is wanted. */
function eventsFile(
  { events: path, objectives = [] }: WatchOptions,
  about: Omit<EventsHeader, 'objectives' | 'wallOriginMs'>,
  clock: Clock,
  faults: Faults,
): EventsFile | null {
  if (path === undefined) return null;
  const header = { ...about, objectives, wallOriginMs: clock.wallMs(0) };
  const failed = (error: unknown) => faults.note('events', 'the events file could not be written', error);
  return new EventsFile({ path, header, failed });
}

function warn(fault: WatchFault): void {
  process.emitWarning(fault);
}
