import { contentPolicy, htmlPage } from '../report/html-page.js';
import { readPageAssets } from '../report/page-assets.js';
import { runPageStyle } from '../report/run-page-style.js';
import { clockText } from './clock-text.js';
import { liveChartFigures } from './live-chart-figures.js';
import { liveCharts } from './live-charts.js';
import { LiveHistory } from './live-history.js';
import { livePageStyle } from './live-page-style.js';
import { type LiveSection, liveSections, lowerSections } from './live-sections.js';
import type { ShownLive } from './shown-live.js';

/** A page, and what is to be said with it. */
export interface LiveHtml {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The live page of one instant. The browser goes on from there by the events; without JavaScript it is what it is, and is read again by
 * loading it again.
 */
export function liveHtml(shown: ShownLive): LiveHtml {
  const { script, style: chartStyle } = readPageAssets('live-page');
  const style = chartStyle + runPageStyle + livePageStyle;
  const { reading } = shown;
  const history = new LiveHistory(shown.history);
  const body = [
    connectionLine(reading.atMs),
    ...paired(liveSections(reading, history.recent)),
    '<h2 id="over-time">Over time</h2>',
    rangeChoice,
    `<div class="side">${liveChartFigures(liveCharts(reading, history.recent))}</div>`,
    `<div class="side">${lowerSections(reading).map(section).join('\n')}</div>`,
    footer,
  ];
  const parts = { style, script, data: shown, isLive: true };
  const html = htmlPage(`${reading.run.profile}, foxload live`, body.join('\n'), parts);
  return { html, headers: headersOf(parts) };
}

/** What stands side by side where there is room. */
const pairs: Readonly<Record<string, string>> = { answer: 'provisional', percentiles: 'ledger' };

function paired(sections: readonly LiveSection[]): string[] {
  const seconds = new Set(Object.values(pairs));
  return sections
    .filter(({ id }) => !seconds.has(id))
    .map((first) => {
      const second = sections.find(({ id }) => id === pairs[first.id]);
      return second === undefined
        ? section(first)
        : `<div class="side">${section(first)}${section(second)}</div>`;
    });
}

function section({ id, html }: LiveSection): string {
  return `<section id="${id}">${html}</section>`;
}

/** Beside the policy that stands in the page: nobody may frame it, keep it, or read it from another origin. */
function headersOf(parts: Parameters<typeof contentPolicy>[0]): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `${contentPolicy(parts)}; frame-ancestors 'none'`,
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

/** The announcer tells those who listen what they need to know at once: another verdict, a lost connection. Never figures. */
function connectionLine(atMs: number): string {
  return `<div class="connection" id="connection"><p><span id="connection-text">As of ${clockText(atMs)}.</span>
<button type="button" id="pause" aria-pressed="false" hidden>Pause</button></p></div>
<noscript><p>Without JavaScript this page shows one moment: load it again for newer figures.</p></noscript>
<p class="unseen" id="announcer" role="status"></p>`;
}

const rangeChoice = `<fieldset id="range" hidden><legend>The charts show</legend>
<label><input type="radio" name="range" value="recent" checked> the last 10 minutes</label>
<label><input type="radio" name="range" value="whole"> the whole run</label></fieldset>`;

const footer = `<p class="faint">All figures of a running run are provisional. For programs: <a href="metrics">/metrics</a>.</p>`;
