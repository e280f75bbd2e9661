import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ExporterReading } from '../../src/exporter/exporter-source.js';
import { type Exporter, startExporter } from '../../src/exporter/start-exporter.js';
import { livePage } from '../../src/live-page/live-page.js';
import { firstReadMs, readEveryMs } from '../../src/live-page/live-recorder.js';
import { maxUnreadBytes, maxViewers } from '../../src/live-page/viewers.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';
import { readingWith } from '../exporter/reading.js';
import { HandClock } from '../run/hand-clock.js';
import { type Listening, listenTo } from './listened-events.js';
import { factsWith } from './live-readings.js';

interface Page {
  readonly exporter: Exporter;
  readonly events: string;
  readonly clock: HandClock;
  /** How often the run was read. */
  reads(): number;
  /** Changes what the run says. */
  say(parts: Partial<ExporterReading>): void;
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function servedPage(
  options: { readonly token?: string; readonly longText?: string } = {},
): Promise<Page> {
  const clock = new HandClock();
  let reads = 0;
  let said: Partial<ExporterReading> = {};
  const source = {
    read() {
      reads += 1;
      return readingWith(said);
    },
  };
  const verdict = { result: 'pass' as const, reasons: [options.longText ?? 'all budgets hold'] };
  const live = livePage({ source, facts: () => factsWith({ verdict }) }, clock);
  const exporter = await startExporter({ port: 0, source, live, token: options.token });
  open.push(exporter);
  return {
    exporter,
    events: `${exporter.liveUrl}live/events`,
    clock,
    reads: () => reads,
    say: (parts) => {
      said = parts;
    },
  };
}

async function heard(listening: Listening, event: string): Promise<Record<string, unknown>> {
  const message = await listening.next();
  expect(message?.event).toBe(event);
  return JSON.parse(message?.data ?? '') as Record<string, unknown>;
}

describe('the live page over a socket', () => {
  it('tells who comes how things stand, and then every reading once a second', async () => {
    const { events, clock, say } = await servedPage();
    say({ counters: { ...emptyCounters(), planned: 3, sent: 3 } });
    await clock.pass(firstReadMs + 2 * readEveryMs);
    const viewer = await listenTo(events);
    expect(viewer.response.headers['content-type']).toBe('text/event-stream');
    const state = await heard(viewer, 'state');
    expect(state).toMatchObject({ reading: { atMs: 2100, ledger: { sent: 3 } } });
    expect((state.history as { whole: number[][] }).whole.map(([atMs]) => atMs)).toEqual([100, 1100, 2100]);
    say({ counters: { ...emptyCounters(), planned: 5, sent: 4 } });
    await clock.pass(readEveryMs);
    expect(await heard(viewer, 'reading')).toMatchObject({ atMs: 3100, ledger: { planned: 5, sent: 4 } });
    viewer.leave();
  });

  it('reads a run once a second, however many look, and also while nobody does', async () => {
    const { events, clock, reads } = await servedPage();
    expect(reads()).toBe(0);
    await clock.pass(5 * readEveryMs);
    expect(reads()).toBe(5);
    const viewers = await Promise.all([listenTo(events), listenTo(events), listenTo(events)]);
    for (const viewer of viewers) await heard(viewer, 'state');
    await clock.pass(readEveryMs);
    const texts = await Promise.all(viewers.map((viewer) => viewer.next()));
    expect(new Set(texts.map((message) => message?.data)).size).toBe(1);
    expect(reads()).toBe(6);
    for (const viewer of viewers) viewer.leave();
  });

  it('begins another history with another run, and sends it to those who look', async () => {
    const { events, clock, say } = await servedPage();
    await clock.pass(3 * readEveryMs);
    const viewer = await listenTo(events);
    await heard(viewer, 'state');
    say({ run: { id: 'r-2', profile: 'demo', mode: 'open', dialect: 'header-key' } });
    await clock.pass(readEveryMs);
    const state = await heard(viewer, 'state');
    expect(state).toMatchObject({ reading: { run: { id: 'r-2' } } });
    expect((state.history as { whole: unknown[] }).whole).toHaveLength(1);
    viewer.leave();
  });

  it('tells its viewers the last figures before it goes', async () => {
    const { exporter, events, say } = await servedPage();
    const viewer = await listenTo(events);
    await heard(viewer, 'state');
    say({ phase: 'done', counters: { ...emptyCounters(), planned: 9 } });
    const closed = exporter.close();
    expect(await heard(viewer, 'reading')).toMatchObject({ phase: 'done', ledger: { planned: 9 } });
    await heard(viewer, 'end');
    expect(await viewer.next()).toBeNull();
    await closed;
  });

  it('goes on after a reading that failed, and says why to who asks', async () => {
    const { exporter, events, clock, say } = await servedPage();
    say({ counters: undefined as unknown as ExporterReading['counters'] });
    await clock.pass(2 * readEveryMs);
    const answer = await fetch(exporter.liveUrl ?? '');
    expect([answer.status, await answer.text()]).toEqual([
      500,
      expect.stringMatching(/^The page could not be made: /),
    ]);
    say({});
    await clock.pass(readEveryMs);
    const viewer = await listenTo(events);
    expect(await heard(viewer, 'state')).toMatchObject({ reading: { atMs: 2100 } });
    viewer.leave();
  });

  it('has room for a fixed number of viewers, and again when one has left', async () => {
    const { events } = await servedPage();
    const viewers: Listening[] = [];
    for (let viewer = 0; viewer < maxViewers; viewer += 1) viewers.push(await listenTo(events));
    const refused = await fetch(events);
    expect([refused.status, await refused.text()]).toEqual([
      503,
      `${maxViewers} viewers are looking already, the most that may at once; close one of them.\n`,
    ]);
    viewers[0]?.leave();
    let next = await fetch(events);
    // The server learns a moment later that one has left.
    while (next.status === 503) next = await fetch(events);
    expect(next.status).toBe(200);
    await next.body?.cancel();
    for (const viewer of viewers) viewer.leave();
  });

  it('lets a viewer go that does not read, and keeps the others', async () => {
    const { exporter, events, clock } = await servedPage({ longText: 'x'.repeat(maxUnreadBytes / 2) });
    const deaf = connect(exporter.port, '127.0.0.1');
    const gone = new Promise<void>((resolve) => deaf.once('close', () => resolve()));
    deaf.on('error', () => {});
    deaf.pause();
    deaf.write('GET /live/events HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
    const viewer = await listenTo(events);
    await heard(viewer, 'state');
    for (let second = 0; second < 60; second += 1) {
      await clock.pass(readEveryMs);
      await heard(viewer, 'reading');
    }
    deaf.resume();
    await gone;
    viewer.leave();
  });
});

describe('who may see the live page', () => {
  it('is everybody on this machine who calls it by one of its own names', async () => {
    const { exporter } = await servedPage();
    const asked = (host: string, path = '/') =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(exporter.port, '127.0.0.1', () => {
          socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
        });
        let text = '';
        socket.setEncoding('utf8').on('data', (piece) => {
          text += String(piece);
        });
        socket.on('end', () => resolve(text.split('\r\n')[0] ?? '')).on('error', reject);
      });
    for (const name of [
      '127.0.0.1:9464',
      'localhost:9464',
      'LOCALHOST',
      '[::1]:1',
      'foxload.localhost',
      '127.9.9.9',
    ])
      expect([name, await asked(name)]).toEqual([name, 'HTTP/1.1 200 OK']);
    for (const name of [
      'rebound.example:9464',
      'localhost.example',
      '10.0.0.1',
      '127.0.0.1.example',
      'a b',
      '',
    ])
      for (const path of ['/', '/live/events', '/else'])
        expect([name, path, await asked(name, path)]).toEqual([
          name,
          path,
          expect.stringMatching(/ (?:400|421) /),
        ]);
    expect(await asked('host.docker.internal:9464', '/metrics')).toBe('HTTP/1.1 200 OK');
  });

  it('is with a token whoever brings it, as a browser can: as the password of any user', async () => {
    const { exporter } = await servedPage({ token: 'sesame:1' });
    const asked = (authorization?: string, path = '') =>
      fetch(`${exporter.liveUrl}${path}`, { headers: authorization === undefined ? {} : { authorization } });
    const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;
    for (const wrong of [
      undefined,
      basic('me:sesame'),
      basic('sesame:1'),
      basic('sesame'),
      basic(':'),
      'Basic !',
    ]) {
      for (const path of ['', 'live/events']) {
        const answer = await asked(wrong, path);
        expect([wrong, answer.status]).toEqual([wrong, 401]);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer, Basic realm="foxload", charset="UTF-8"');
        await answer.body?.cancel();
      }
    }
    for (const right of [basic('me:sesame:1'), basic(':sesame:1'), 'Bearer sesame:1'])
      expect((await asked(right)).status).toBe(200);
  });

  it('is nobody who would change something, frame it, keep it or read it from elsewhere', async () => {
    const { exporter } = await servedPage();
    const page = await fetch(exporter.liveUrl ?? '');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^' ]+'; img-src data:; script-src 'sha256-[^' ]+'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(page.headers.get('access-control-allow-origin')).toBeNull();
    await page.text();
    const stranger = await fetch(`${exporter.liveUrl}live/events`, {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect([stranger.status, await stranger.text()]).toEqual([
      403,
      'These events are for the live page itself.\n',
    ]);
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await fetch(exporter.liveUrl ?? '', { method })).status).toBe(404);
    expect(await (await fetch(`${exporter.liveUrl}else`)).text()).toBe(
      'Nothing is here. The metrics are at /metrics. The live page is at /.\n',
    );
  });
});
