// What a million orders in flight cost: memory, the longest pause of the event loop, and a scrape of /metrics. Build first.
//   node bench/measures/in-flight.mjs [--short]
import { fork } from 'node:child_process';
import { get } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runSource } from '../../dist/exporter/run-source.js';
import { startExporter } from '../../dist/exporter/start-exporter.js';
import { emptyProcessBytes, megabytes, messageOf } from '../child.mjs';
import { begin, complete, newFold } from '../fold.mjs';

/** The same with --short: it takes some ten seconds. */
const orders = 1_000_000;
/** Decided before, so that there are percentiles to tell. */
const completedBefore = 50_000;
/** Orders between two turns of the event loop. */
const ordersPerTurn = 50;
const scrapes = 20;

/** Feeds orders between turns of the event loop; gives the longest time between two turns, by the clock and of processor. */
async function feed(from, to, feedOne) {
  const longest = { wallMs: 0, cpuMs: 0 };
  await turn();
  for (let seq = from; seq < to; ) {
    const startMs = performance.now();
    const cpu = process.cpuUsage();
    for (const end = Math.min(to, seq + ordersPerTurn); seq < end; seq += 1) feedOne(seq);
    await turn();
    const { user, system } = process.cpuUsage(cpu);
    longest.wallMs = Math.max(longest.wallMs, performance.now() - startMs);
    longest.cpuMs = Math.max(longest.cpuMs, (user + system) / 1000);
  }
  return longest;
}

/** Milliseconds that the event loop of this process works for a scrape that another process asks for. */
async function scrapeCost(url) {
  const child = fork(fileURLToPath(import.meta.url), ['scrape', url]);
  await messageOf(child);
  const costs = [];
  for (let scrape = 0; scrape < scrapes; scrape += 1) {
    const before = performance.eventLoopUtilization();
    child.send('scrape');
    await messageOf(child);
    costs.push(performance.eventLoopUtilization(before).active);
  }
  child.kill();
  return costs;
}

/** The scraping process. */
function scrapeWhenAsked(url) {
  process.on('message', () => {
    get(url, { agent: false }, (response) => {
      // A page that can't be made would be a cheap one.
      if (response.statusCode !== 200)
        throw new Error(`the metrics were answered with ${response.statusCode}`);
      let bytes = 0;
      response.on('data', (piece) => {
        bytes += piece.length;
      });
      response.on('end', () => process.send(bytes));
    });
  });
  process.send('ready');
}

async function main() {
  const emptyBytes = emptyProcessBytes();
  const { tracker, view } = newFold();
  const apply = (event) => tracker.apply(event);
  const now = () => view.nowMs();
  const exporter = await startExporter({ port: 0, source: runSource(view) });
  await feed(0, completedBefore, (seq) => {
    begin(apply, seq, now());
    complete(apply, seq, now() + 20);
  });
  process.stderr.write(`in flight: ${orders.toLocaleString('en')} orders are planned, sent and accepted …\n`);
  const longest = await feed(completedBefore, completedBefore + orders, (seq) => begin(apply, seq, now()));
  const { rss, heapUsed } = process.memoryUsage();
  const highest = process.resourceUsage().maxRSS * 1024;
  if (tracker.inFlight !== orders) throw new Error(`${tracker.inFlight} orders are in flight`);
  const costs = await scrapeCost(exporter.url);
  await exporter.close();
  const sorted = [...costs].sort((a, b) => a - b);
  const { wallMs, cpuMs } = longest;
  const ms = (value) => Math.round(value * 100) / 100;
  return [
    {
      what: 'memory above the empty process for 1,000,000 orders in flight',
      unit: 'MB',
      value: megabytes(highest - emptyBytes),
      beside: { name: 'the empty process', value: megabytes(emptyBytes) },
      ratio: null,
      goal: { atMost: 250 },
      note: `the highest resident memory; at the end ${megabytes(rss - emptyBytes)} MB, of them ${megabytes(heapUsed)} MB JavaScript heap`,
    },
    {
      what: 'longest pause of the event loop while they come',
      unit: 'ms',
      value: ms(wallMs),
      beside: { name: 'processor time in the worst pause', value: ms(cpuMs) },
      ratio: null,
      goal: { atMost: 50 },
      note: 'by the clock, so other processes of the machine are in it; by processor time beside it',
    },
    {
      what: 'event loop at work for a scrape of /metrics with 1,000,000 orders in flight',
      unit: 'ms',
      value: ms(sorted[Math.floor(scrapes / 2)] ?? Number.NaN),
      beside: { name: 'the first scrape', value: ms(costs[0] ?? Number.NaN) },
      ratio: null,
      goal: { atMost: 5 },
      note: `median of ${scrapes}, each on a connection of its own; the slowest took ${ms(sorted.at(-1) ?? Number.NaN)} ms`,
    },
  ];
}

if (process.argv[2] === 'scrape') scrapeWhenAsked(process.argv[3]);
else process.stdout.write(`${JSON.stringify({ name: 'in-flight', rows: await main() })}\n`);
