import type { RunDetails } from '../run/run-details.js';
import type { RunResult } from '../run/run-result.js';
import { budgetSection } from './budget-section.js';
import { courseCharts } from './course-charts.js';
import { courseSection } from './course-section.js';
import { generatorText, latencyTable, reasonTable, webhookTable } from './figure-tables.js';
import { countText, percentileText, shareText, timeText } from './figure-text.js';
import { htmlPage } from './html-page.js';
import { htmlText } from './html-text.js';
import { ledgerFlow } from './ledger-flow.js';
import { orderSection } from './order-section.js';
import type { PageAssets } from './page-assets.js';
import { percentilePlot } from './percentile-plot.js';
import { runFactsSection } from './run-facts-section.js';
import { runPageStyle } from './run-page-style.js';
import { verdictSigns } from './verdict-signs.js';

/** Widths for which pictures are drawn: a page at its widest, and a phone. */
const widths = { wide: 940, narrow: 340 } as const;

/** A finished run as far as its page shows it. */
export interface ShownRun {
  readonly result: RunResult;
  readonly details: RunDetails;
  readonly folder: string;
}

/**
 * A run as one page, the most important first: verdict and reasons, budgets, percentiles, the course over time, where the orders
 * went, single orders, what was run. Without its script everything but the charts over time is there, and their figures as tables.
 */
export function runPage({ result, details, folder }: ShownRun, { script, style }: PageAssets): string {
  const { run, verdict, latency } = result;
  const charts = courseCharts(details, run.deadlineMs);
  const reasons = reasonTable(result);
  const body = [
    verdictSection(result),
    '<h2>Budgets</h2>',
    budgetSection(result.budgets),
    '<h2>Delivery time by percentile</h2>',
    '<p class="faint">From an order’s planned instant to its signed webhook; undelivered orders count as later than the deadline. ' +
      'Each budget’s dashed line ends at the percentile for which it was promised.</p>',
    picture((width) => percentilePlot(result, details, width), 'Fewer than two orders were decided.'),
    latencyTable(result),
    '<h2>Over time</h2>',
    '<p class="faint">Counted from the first planned order, in intervals of ' +
      `${timeText(details.series.intervalMs)}. Percentiles of an interval are at most 3.2 % above the true ones.</p>`,
    courseSection(charts),
    '<h2>Where the orders went</h2>',
    picture((width) => ledgerFlow(result.ledger, width), 'No order was planned.'),
    ...(result.ledger.balanced ? [] : ['<p class="invalid">The ledger is out of balance.</p>']),
    ...(reasons === null ? [] : ['<h3>Not delivered, by reason</h3>', reasons]),
    '<h3>Webhooks by class</h3>',
    webhookTable(result),
    '<h2>Slowest orders</h2>',
    orderSection(details, latency.delivery.undelivered),
    '<h2>What was run</h2>',
    runFactsSection(result, folder, generatorText(result)),
  ];
  const data = { charts: charts.map(({ title, note, empty, ...chart }) => chart) };
  const title = `${verdict.result.toUpperCase()}: ${run.profile}, foxload`;
  return htmlPage(title, body.join('\n'), { style: style + runPageStyle, script, data });
}

function verdictSection(result: RunResult): string {
  const { verdict, run, budgets } = result;
  const held = budgets.filter((budget) => budget.result === 'pass').length;
  const sentences = [
    ...(run.caveat === null ? [] : [run.caveat]),
    ...(run.interruptedBy === null
      ? []
      : [`cut short by ${run.interruptedBy}: these are the orders until then`]),
    ...(run.endedEarly === null ? [] : [`ended early: ${run.endedEarly}`]),
    ...(run.resumed ? ['foxload was killed or left, and the orders were settled later'] : []),
    ...(verdict.reasons.length > 0 ? verdict.reasons : [`${held} of ${budgets.length} budgets hold`]),
  ];
  return `<h1>${htmlText(run.profile)}</h1>
<p class="faint">${htmlText(`${run.environment} · ${run.dialect} · ${run.model} model · ${run.startedAt}`)}</p>
<p class="verdict"><strong class="badge ${verdict.result}">${verdictSigns[verdict.result]} ${verdict.result.toUpperCase()}</strong></p>
<ul>${sentences.map((sentence) => `<li>${htmlText(sentence)}</li>`).join('')}</ul>
${tiles(result)}`;
}

function tiles({ latency, ledger }: RunResult): string {
  const { delivery } = latency;
  const n = delivery.count + delivery.undelivered;
  const decided = ledger.delivered + ledger.failed + ledger.timedOut + ledger.lost;
  const time = (ms: number | null) => percentileText(ms, delivery.beyondMs, n);
  const figures = [
    ['delivery p50', time(delivery.p50Ms)],
    ['delivery p95', time(delivery.p95Ms)],
    ['delivery p99', time(delivery.p99Ms)],
    ['delivered, of decided orders', decided === 0 ? '–' : shareText(ledger.delivered / decided)],
    ['orders planned', countText(ledger.planned)],
  ];
  const items = figures.map(([name = '', text = '']) => `<li><strong>${htmlText(text)}</strong>${name}</li>`);
  return `<ul class="tiles">${items.join('')}</ul>`;
}

/** Drawn twice, for wide and for narrow pages: letters keep their size. */
function picture(draw: (width: number) => string, empty: string): string {
  const wide = draw(widths.wide);
  if (wide === '') return `<p class="faint">${empty}</p>`;
  return `<figure><div class="wide">${wide}</div><div class="narrow">${draw(widths.narrow)}</div></figure>`;
}
