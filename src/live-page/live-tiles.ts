import { countText, shareText, spanText, usdText } from '../report/figure-text.js';
import { htmlText } from '../report/html-text.js';
import { columnOf, type HistoryRow } from './history-columns.js';
import type { LiveReading } from './live-reading.js';

/** How many readings back the rate now is taken from: the fewest that show enough orders. */
const rateReadings = [10, 60, 300] as const;
const enoughOrders = 10;

/** The figures that are looked at most, each with its name. */
export function liveTiles(reading: LiveReading, recent: readonly HistoryRow[]): string {
  const { phase, ledger, spend, atMs, startedAtMs, targetRatePerSecond } = reading;
  const decided = ledger.delivered + ledger.failed + ledger.timedOut + ledger.lost;
  const tiles: (readonly [name: string, text: string])[] = [
    ['sent now', rateText(sentPerSecond(recent))],
    ...(targetRatePerSecond !== null && targetRatePerSecond > 0
      ? [['due by the schedule', rateText(targetRatePerSecond)] as const]
      : []),
    ['in flight', countText(inFlightOf(reading))],
    ['delivered, of decided orders', decided === 0 ? '–' : shareText(ledger.delivered / decided)],
    [phaseTexts[phase], spanText(Math.max(0, atMs - startedAtMs))],
    ...(spend === null ? [] : [[spendName(spend.limitUsd), usdText(spend.debitedUsd)] as const]),
  ];
  const items = tiles.map(([name, text]) => `<li><strong>${htmlText(text)}</strong>${htmlText(name)}</li>`);
  return `<ul class="tiles">${items.join('')}</ul>`;
}

const phaseTexts: Readonly<Record<LiveReading['phase'], string>> = {
  warmup: 'warming up',
  load: 'under load',
  drain: 'since the start, now waiting for the last orders',
  done: 'over, since the start',
};

/** Orders that were sent and are not over. */
export function inFlightOf({ inFlight }: Pick<LiveReading, 'inFlight'>): number {
  const { unanswered, pending, reserved, processing } = inFlight;
  return unanswered + pending + reserved + processing;
}

function sentPerSecond(recent: readonly HistoryRow[]): number {
  let ratePerSecond = 0;
  for (const readings of rateReadings) {
    const rows = recent.slice(-readings);
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined || last[0] <= first[0]) return 0;
    const [before = 0, after = 0] = columnOf([first, last], 'sent').map(Number);
    ratePerSecond = ((after - before) * 1000) / (last[0] - first[0]);
    if (after - before >= enoughOrders) break;
  }
  return ratePerSecond;
}

function spendName(limitUsd: number | null): string {
  return limitUsd === null ? 'spent' : `spent; limit ${usdText(limitUsd)}`;
}

/** Three digits that say something; by the minute where there is less than an order in ten seconds. */
function rateText(perSecond: number): string {
  if (perSecond >= 100) return `${countText(Math.round(perSecond))}/s`;
  if (perSecond >= 0.1 || perSecond === 0) return `${Number(perSecond.toPrecision(3))}/s`;
  return `${Number((perSecond * 60).toPrecision(3))}/min`;
}
