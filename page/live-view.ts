import { clockText } from '../src/live-page/clock-text.js';
import { headline } from '../src/live-page/headline.js';
import { historyRow } from '../src/live-page/history-columns.js';
import { LiveHistory } from '../src/live-page/live-history.js';
import type { LiveReading } from '../src/live-page/live-reading.js';
import { liveSections, lowerSections } from '../src/live-page/live-sections.js';
import type { ShownLive } from '../src/live-page/shown-live.js';
import { byId } from './by-id.js';
import { LiveChartsView } from './live-charts-view.js';
import type { LiveListener } from './live-events.js';

import { patchChildren } from './patch-children.js';

/** For so many readings the page tells that another run began. */
const newsReadings = 30;
/** How often charts are drawn for those who asked their system for less motion: every so many readings. */
const calmReadings = 5;

/** The live page: shows what it is told, and says plainly when it is told nothing. */
export class LiveView implements LiveListener {
  readonly #charts = new LiveChartsView((text) => this.#announce(text));
  #reading: LiveReading;
  #history: LiveHistory;
  /** What the connection line adds: that another run began, say. */
  #news = '';
  #state: 'connected' | 'over' | 'lost' = 'connected';
  #isPaused = false;
  #readings = 0;

  constructor({ reading, history }: ShownLive) {
    this.#reading = reading;
    this.#history = new LiveHistory(history);
    const pause = byId('pause');
    pause.hidden = false;
    pause.addEventListener('click', () => this.#pause(pause));
    document.addEventListener('visibilitychange', () => this.#show());
    this.#show();
  }

  state({ reading, history }: ShownLive): void {
    // The page's own code is that of the foxload that it came from.
    if (reading.version !== this.#reading.version) location.reload();
    const isOther = reading.run.id !== this.#reading.run.id;
    const wasAway = this.#state !== 'connected';
    this.#state = 'connected';
    if (isOther) {
      this.#readings = 0;
      this.#news = ` Another run began: ${reading.run.id}; this is its own history.`;
      this.#isPaused = false;
      byId('pause').setAttribute('aria-pressed', 'false');
    }
    this.#reading = reading;
    this.#history = new LiveHistory(history);
    if (isOther) this.#announce(`Another run began. ${headline(this.#reading, this.#history.recent)}.`);
    else if (wasAway) this.#announce('Connected again.');
    this.#show();
  }

  reading(reading: LiveReading): void {
    const before = headline(this.#reading, this.#history.recent);
    this.#reading = reading;
    this.#history.add(historyRow(reading));
    const now = headline(reading, this.#history.recent);
    if (now !== before) this.#announce(`${now}.`);
    this.#readings += 1;
    if (this.#readings > newsReadings) this.#news = '';
    this.#show();
  }

  ended(): void {
    this.#state = 'over';
    this.#announce('foxload has ended. This page waits for its next run.');
    this.#tellConnection();
  }

  lost(): void {
    if (this.#state !== 'connected') return;
    this.#state = 'lost';
    this.#announce('The connection is lost. What you see is old.');
    this.#tellConnection();
  }

  #pause(button: HTMLElement): void {
    this.#isPaused = !this.#isPaused;
    button.setAttribute('aria-pressed', String(this.#isPaused));
    this.#show();
  }

  /** Nothing is drawn that nobody sees; what is missed is drawn when somebody looks again. */
  #show(): void {
    if (document.hidden || this.#isPaused) {
      this.#tellConnection();
      return;
    }
    const { recent } = this.#history;
    for (const { id, html } of [...liveSections(this.#reading, recent), ...lowerSections(this.#reading)])
      patchChildren(byId(id), html);
    if (!wantsCalm() || this.#readings % calmReadings === 0 || this.#reading.phase === 'done')
      this.#charts.show(this.#reading, this.#history);
    this.#tellConnection();
  }

  #tellConnection(): void {
    const line = byId('connection');
    line.className = `connection ${{ connected: '', over: 'over', lost: 'stale' }[this.#state]}`;
    document.body.classList.toggle('stale-figures', this.#state === 'lost');
    byId('connection-text').textContent = this.#connectionText();
    document.title = `${headline(this.#reading, this.#history.recent)} – ${this.#reading.run.profile}, foxload live`;
  }

  #connectionText(): string {
    const newest = clockText(this.#reading.atMs);
    if (this.#state === 'over')
      return `foxload has ended; these are the figures of ${newest}, its last. This page waits for its next run.`;
    if (this.#state === 'lost')
      return `Not connected since ${newest}; what you see is old. Trying again every 2 s.`;
    if (this.#isPaused) return `Paused. foxload goes on: the newest figures are of ${newest}.`;
    return `Live, ${newest}.${this.#news}`;
  }

  #announce(text: string): void {
    byId('announcer').textContent = text;
  }
}

function wantsCalm(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
