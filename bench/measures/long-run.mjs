// Memory over ten million completed orders: it has to stay where it is after four. Build first.
//   node bench/measures/long-run.mjs [--short: 1,500,000 orders, of which a tenth as many are remembered]
import { setImmediate as turn } from 'node:timers/promises';
import { emptyProcessBytes, megabytes } from '../child.mjs';
import { begin, complete, newFold } from '../fold.mjs';

const isShort = process.argv.includes('--short');
const full = {
  orders: 10_000_000,
  step: 2_000_000,
  // As in every run: a million orders, and two to four million webhook ids.
  memory: {},
  // The heap may hold some megabytes more of what the collector has not looked for yet.
  flatRatio: 1.1,
};
const short = {
  orders: 1_500_000,
  step: 300_000,
  memory: { rememberedOrders: 2 ** 17, recentWebhookIds: 2 ** 18 },
  // The same megabytes are a larger share here.
  flatRatio: 1.3,
};
const { orders, step, memory, flatRatio } = isShort ? short : full;
/** From here on everything that is remembered is full, and memory has to stay. */
const fullAfter = 2 * step;
/** Orders between an order's planning and its webhook. */
const openOrders = 5000;
const ordersPerTurn = 100;

const emptyBytes = emptyProcessBytes();
const { tracker, view } = newFold(memory);
const apply = (event) => tracker.apply(event);
const readings = [];

for (let seq = 0; seq < orders; seq += 1) {
  const atMs = view.nowMs();
  begin(apply, seq, atMs);
  if (seq >= openOrders) complete(apply, seq - openOrders, atMs);
  // A live run gives the system a turn between its events, and the collector a chance to finish what it began.
  if (seq % ordersPerTurn === 0) await turn();
  if ((seq + 1) % step !== 0) continue;
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  readings.push({ orders: seq + 1, bytes: rss - emptyBytes });
  const text = [rss - emptyBytes, heapUsed, arrayBuffers].map(megabytes).join(' / ');
  process.stderr.write(
    `long-run: ${(seq + 1).toLocaleString('en')} orders, ${text} MB resident / heap / buffers\n`,
  );
}

const { ordersForgotten, webhooks } = tracker.counters;
if (webhooks.accepted !== orders - openOrders) throw new Error(`${webhooks.accepted} webhooks were accepted`);
const base = readings.find((reading) => reading.orders === fullAfter);
const last = readings.at(-1);
const row = {
  what: `memory after ${orders.toLocaleString('en')} completed orders, above the empty process`,
  unit: 'MB',
  value: megabytes(last.bytes),
  beside: { name: `after ${fullAfter.toLocaleString('en')}`, value: megabytes(base.bytes) },
  ratio: Math.round((last.bytes / base.bytes) * 1000) / 1000,
  goal: { atMost: flatRatio },
  note: `after each ${step.toLocaleString('en')}: ${readings.map(({ bytes }) => megabytes(bytes)).join(', ')} MB; ${ordersForgotten.toLocaleString('en')} orders were forgotten`,
};
process.stdout.write(`${JSON.stringify({ name: 'long-run', rows: [row] })}\n`);
