import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TimerClock } from '../clock.js';
import type { ExporterPages } from '../exporter/exporter-pages.js';
import { backgroundClock } from './background-clock.js';
import type { LiveHtml } from './live-html.js';
import { LiveRecorder, type LiveSource } from './live-recorder.js';
import type { ShownLive } from './shown-live.js';
import { eventText, Viewers } from './viewers.js';

/** Where the page is, and the events that it listens to. */
export const livePaths = { page: '/', events: '/live/events' } as const;

/**
 * The live page of a run and its events: the state with its history first, from then on a reading a second, made once for all
 * viewers together.
 *
 * A browser that comes back is sent the whole state again, not what it missed: it is bounded, made at most once a second however many
 * come, and can't be wrong.
 *
 * @param clock what the readings are dated and repeated by
 */
export function livePage(live: LiveSource, clock: TimerClock = backgroundClock): ExporterPages {
  const viewers = new Viewers();
  // Both are made anew for each reading at most, however many ask.
  let state: string | null = null;
  let page: Promise<LiveHtml> | null = null;
  const recorder = new LiveRecorder(live, clock, (reading, isOtherRun) => {
    state = null;
    page = null;
    if (viewers.count === 0) return;
    viewers.send(isOtherRun ? stateNow() : eventText('reading', JSON.stringify(reading)));
  });
  const stateNow = (): string => {
    state ??= eventText('state', JSON.stringify(shown()));
    return state;
  };
  const sendState = (response: ServerResponse): Promise<void> =>
    orTrouble(response, () => viewers.welcome(response, stateNow()));
  const sendPage = (response: ServerResponse): Promise<void> =>
    orTrouble(response, async () => {
      page ??= makePage(shown);
      const { html, headers } = await page;
      response.writeHead(200, headers).end(html);
    });
  const shown = (): ShownLive => ({ reading: recorder.latest, history: recorder.history.saved() });
  return {
    begin: () => recorder.begin(),
    handle(request, response, next) {
      const path = pathOf(request);
      if (path === livePaths.page) void sendPage(response);
      else if (path === livePaths.events && isStranger(request)) refuseStranger(response);
      else if (path === livePaths.events) void sendState(response);
      else next();
    },
    async close() {
      recorder.end();
      recorder.attempt();
      await viewers.close(eventText('end', '{}'));
    },
  };
}

/** Null for what changes something, which nothing here does. */
function pathOf({ method, url = '' }: IncomingMessage): string | null {
  return method === 'GET' ? (url.split('?')[0] ?? null) : null;
}

/** Whether the page of another site asks: its visitors' browsers would not let it read what it gets, but it would take their places. */
function isStranger({ headers }: IncomingMessage): boolean {
  return headers['sec-fetch-site'] === 'cross-site';
}

function refuseStranger(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('These events are for the live page itself.\n');
}

/** The page's own code is loaded when it is first asked for: a run's start must not wait for it. */
async function makePage(shown: () => ShownLive): Promise<LiveHtml> {
  const { liveHtml } = await import('./live-html.js');
  return liveHtml(shown());
}

/** Tells why there is no page, where the run can't be read. */
async function orTrouble(response: ServerResponse, send: () => Promise<void> | void): Promise<void> {
  try {
    await send();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(`The page could not be made: ${reason}\n`);
  }
}
