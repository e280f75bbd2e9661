import { quantityText } from '../gate/quantity-text.js';
import { reasonTable, webhookTable } from '../report/figure-tables.js';
import { countText, shareText, timeText } from '../report/figure-text.js';
import { htmlTable } from '../report/html-table.js';
import { htmlText } from '../report/html-text.js';
import type { LivePercentiles, LiveReading } from './live-reading.js';
import { keepsTime } from './promise-now.js';
import { type LivePercentile, type PromisedTime, promisedTimes } from './promised.js';

const percentiles: readonly LivePercentile[] = ['p50', 'p95', 'p99'];
const windows = ['1m', '5m', 'run'] as const;

/** p50, p95 and p99 of the last minute, the last five and the run, each beside what was promised of it. */
export function percentileTable(reading: LiveReading): string {
  const promises = promisedTimes(reading);
  const rows = percentiles.map((percentile) => {
    const own = promises.filter((promised) => promised.percentile === percentile);
    const cells = windows.map((window) => percentileCell(reading.percentiles[window], percentile, own));
    return [percentile, ...cells, own.map(promiseText).join(', ') || '–'];
  });
  const counts = windows.map((window) => countText(reading.percentiles[window]?.n ?? 0));
  const heads = ['', 'minute', '5 minutes', 'run', 'promised'];
  return htmlTable('Delivery percentiles', heads, [...rows, ['orders', ...counts, '']]);
}

function percentileCell(
  of: LivePercentiles | null,
  percentile: LivePercentile,
  promises: readonly PromisedTime[],
): string {
  if (of === null) return '–';
  const figure = of[percentile];
  const text = figure.ms === null ? `> ${timeText(figure.beyondMs ?? 0)}` : timeText(figure.ms);
  if (promises.length === 0) return text;
  return `${text} ${promises.every((promised) => keepsTime(figure, promised)) ? '✓' : '✗'}`;
}

function promiseText({ operator, thresholdMs }: PromisedTime): string {
  return `${operator} ${quantityText(thresholdMs, 'ms')}`;
}

/** Where every planned order is, equation by equation. What is on its way between two classes stands last. */
export function ledgerSums({ ledger, inFlight }: Pick<LiveReading, 'ledger' | 'inFlight'>): string {
  const { planned, sent, dropped, accepted, refused, errored, delivered, failed, timedOut, lost, open } =
    ledger;
  const sums: readonly Sum[] = [
    ['planned', planned, { sent, dropped }, { 'about to leave': planned - sent - dropped }],
    ['sent', sent, { accepted, refused, errored }, { 'not answered yet': inFlight.unanswered }],
    ['accepted', accepted, { delivered, failed, 'timed out': timedOut, lost }, { 'still open': open }],
  ];
  return `<ul class="sums">${sums.map((sum) => `<li>${sumText(sum)}</li>`).join('')}</ul>`;
}

type Counts = Readonly<Record<string, number>>;
type Sum = readonly [name: string, whole: number, parts: Counts, onTheWay: Counts];

function sumText([name, whole, parts, onTheWay]: Sum): string {
  const moving = Object.entries(onTheWay).filter(([, count]) => count > 0);
  const terms = [...Object.entries(parts), ...moving].map(([part, count]) => term(part, count));
  return `${term(name, whole)} = ${terms.join(' + ')}`;
}

function term(name: string, count: number): string {
  return `<span class="term">${htmlText(name)} <strong>${countText(count)}</strong></span>`;
}

const states = [
  ['unanswered', 'create call not answered yet'],
  ['pending', 'pending'],
  ['reserved', 'reserved'],
  ['processing', 'processing'],
] as const;

/** Orders in flight by what is known of them. */
export function inFlightTable({ inFlight }: Pick<LiveReading, 'inFlight'>): string {
  const rows = states.map(([state, name]) => [name, countText(inFlight[state])]);
  return htmlTable('In flight', ['in flight', 'orders'], rows);
}

/** Why orders were not delivered; a word where all were. */
export function failureTable(reading: LiveReading): string {
  return reasonTable(reading) ?? '<p class="faint">None so far.</p>';
}

/** Webhooks by class, and what else was not as it should be. */
export function anomalyTable(reading: LiveReading): string {
  const { webhooksMissing, codes, violations } = reading;
  const beside: readonly (readonly [name: string, count: number])[] = [
    ['decided orders whose webhook never came', webhooksMissing],
    ['codes that could not be opened', codes.failed],
    ...Object.entries(violations).map(
      ([kind, count]) => [`breaches of the contract: ${kind}`, count] as const,
    ),
  ];
  const lines = beside
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `<li>${term(name, count)}</li>`);
  return `${webhookTable(reading)}${lines.length === 0 ? '' : `<ul>${lines.join('')}</ul>`}`;
}

const resources: Readonly<Record<string, string>> = {
  event_loop: 'event-loop delay, p99',
  receiver: 'time a webhook, p99',
  send_lag: 'send lag, p99',
  in_flight: 'orders in flight',
  cpu: 'processor, of a core',
};
/** From here on a resource is near its limit. */
const nearLimit = 0.7;

/** Whether the machine that measures keeps up. */
export function generatorTable({ saturation }: LiveReading): string {
  const rows = Object.entries(saturation).map(([resource, ratio]) => [
    resources[resource] ?? resource,
    shareText(ratio),
    ratio > 1 ? 'past its limit' : ratio >= nearLimit ? 'near its limit' : 'keeps up',
  ]);
  return htmlTable('Generator', ['resource', 'of its limit', ''], rows);
}
