import type { RunDetails, ShownOrder } from '../run/run-details.js';
import { countText, timeText } from './figure-text.js';
import { scrolling } from './html-table.js';
import { htmlText } from './html-text.js';
import { px } from './plot-frame.js';

const size = { width: 260, height: 18, middle: 9 } as const;

const outcomes: Readonly<Record<ShownOrder['outcome'], string>> = {
  delivered: 'delivered',
  failed: 'failed',
  timed_out: 'timed out',
  lost: 'lost',
};

/** The orders that stand out, each with its time line; undelivered ones apart. `count` is how many there are in all. */
export function orderSection({ slowest, undelivered }: RunDetails, undeliveredCount: number): string {
  const rest =
    undeliveredCount > undelivered.length
      ? `, the first ${undelivered.length} of ${countText(undeliveredCount)}`
      : '';
  return [
    slowest.length === 0
      ? '<p class="faint">No order was delivered.</p>'
      : `${legend}${orderTable('Slowest delivered orders', slowest)}`,
    ...(undelivered.length === 0
      ? []
      : [`<h3>Undelivered${rest}</h3>`, undeliveredNote, orderTable('Undelivered orders', undelivered)]),
  ].join('\n');
}

const legend =
  '<p class="faint">Each line begins at the order’s planned instant: thick while the create call was under way, ending with the webhook. ' +
  'Times count from the planned instant.</p>';

const undeliveredNote =
  '<p class="faint">Timed out: not decided by the deadline. Lost: delivered by the API’s word, but no webhook came. The cross is the ' +
  'instant at which the order was given up.</p>';

function orderTable(name: string, orders: readonly ShownOrder[]): string {
  const longestMs = Math.max(
    ...orders.map(({ decidedMs, answeredMs }) => Math.max(decidedMs, answeredMs)),
    1,
  );
  const heads = ['order', 'SKU', 'planned at', 'sent', 'answered', 'webhook', 'time line'];
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join('');
  const rows = orders.map((order) => row(order, longestMs));
  return scrolling(
    name,
    `<table class="text-first text-second orders"><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`,
  );
}

function row(order: ShownOrder, longestMs: number): string {
  const { seq, orderId, sku, outcome, plannedAtMs, sentMs, answeredMs, decidedMs } = order;
  const end = outcome === 'delivered' ? timeText(decidedMs) : outcomes[outcome];
  const cells = [
    sku,
    `${countText(Math.round(plannedAtMs / 100) / 10)} s`,
    timeText(sentMs),
    timeText(answeredMs),
    end,
  ];
  const name = `<code>${htmlText(orderId ?? `number ${seq}`)}</code>`;
  return `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${htmlText(cell)}</td>`).join('')}<td>${timeLine(order, longestMs)}</td></tr>`;
}

function timeLine({ sentMs, answeredMs, decidedMs, outcome }: ShownOrder, longestMs: number): string {
  const x = (ms: number) => px(4 + (Math.max(ms, 0) / longestMs) * (size.width - 10));
  const y = size.middle;
  const title = `planned, sent after ${timeText(sentMs)}, answered after ${timeText(answeredMs)}, ${
    outcome === 'delivered' ? 'webhook' : 'given up'
  } after ${timeText(decidedMs)}`;
  const mark =
    outcome === 'delivered'
      ? `<circle class="webhook" cx="${x(decidedMs)}" cy="${y}" r="4"/>`
      : `<path class="given-up" d="M${x(decidedMs) - 4} ${y - 4}l8 8m0 -8l-8 8"/>`;
  return `<svg class="order-line" viewBox="0 0 ${size.width} ${size.height}" role="img"><title>${title}</title><path class="wait" d="M${x(0)} ${y}H${x(decidedMs)}M${x(0)} ${y - 5}v10"/><path class="call" d="M${x(sentMs)} ${y}H${x(answeredMs)}"/>${mark}</svg>`;
}
