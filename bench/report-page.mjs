// The page of a long run: what its course costs while the run goes on, how large the page is, and how long Chromium takes to open
// it. Folds generated orders as a live run does, five thousand a second, and prints JSON:
//   npm run build && node bench/report-page.mjs [orders, 10000000] [--without-course] [--keep <file>]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { timeLimits } from '../dist/gate/time-limits.js';
import { RunLatency } from '../dist/latency/run-latency.js';
import { loadProfile } from '../dist/profile/load-profile.js';
import { randomSource } from '../dist/random.js';
import { readPageAssets } from '../dist/report/page-assets.js';
import { runPage } from '../dist/report/run-page.js';
import { ApiSilence } from '../dist/run/api-silence.js';
import { assembleResult } from '../dist/run/assemble-result.js';
import { latencyListener } from '../dist/run/latency-listener.js';
import { LoadPace } from '../dist/run/load-pace.js';
import { assembleDetails } from '../dist/run/run-details.js';
import { SelectedOrders } from '../dist/run/selected-orders.js';
import { SpendAccount } from '../dist/run/spend-account.js';
import { RunCourse } from '../dist/series/run-course.js';
import { Tracker } from '../dist/tracker/tracker.js';
import { begin, complete } from './fold.mjs';
import { machine } from './machine.mjs';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'without-course': { type: 'boolean', default: false }, keep: { type: 'string' } },
});
const orders = Number(positionals[0] ?? 10_000_000);
const ratePerSecond = 5_000;
/** Deliveries are taken in the slot in which they are due. */
const slotMs = 5;
const slots = 1_024;
const chance = randomSource(7, 'delivery');

const run = fold();
const html = runPage({ ...run, folder: 'reports/long' }, readPageAssets());
const openMs = await opened(html);
const { ledger } = run.result;
process.stdout.write(
  `${JSON.stringify(
    {
      machine: machine(),
      orders,
      course: !flags['without-course'],
      cpuUsPerOrder: run.cpuUsPerOrder,
      residentMb: Math.round(process.memoryUsage().rss / 2 ** 20),
      intervals: run.details.series.intervals,
      intervalMs: run.details.series.intervalMs,
      ledger,
      pageKb: Math.round(html.length / 1000),
      openMs,
    },
    null,
    2,
  )}\n`,
);

function fold() {
  const { profile } = loadProfile('steady');
  const [latency, selected, silence] = [
    new RunLatency(profile.deadlineMs, ['1m', '5m'], timeLimits(profile.budgets, null)),
    new SelectedOrders(profile),
    new ApiSilence(),
  ];
  const [pace, course, spend] = [new LoadPace(), new RunCourse(), new SpendAccount(profile, [2500, 1000])];
  const withCourse = !flags['without-course'];
  const listeners = [
    latencyListener(latency),
    selected,
    silence,
    pace,
    ...(withCourse ? [course] : []),
    spend,
  ];
  const tracker = new Tracker(profile.deadlineMs, listeners);
  const apply = (event) => {
    if (withCourse) course.take(event, tracker.counters);
    tracker.apply(event);
  };
  const due = Array.from({ length: slots }, () => []);
  const before = process.cpuUsage();
  let slot = 0;
  const settleUpTo = (end) => {
    for (; slot < end; slot += 1) {
      const ready = due[slot % slots];
      for (const seq of ready) complete(apply, seq, slot * slotMs);
      ready.length = 0;
    }
  };
  for (let seq = 0; seq < orders; seq += 1) {
    const atMs = (seq * 1000) / ratePerSecond;
    begin(apply, seq, atMs);
    settleUpTo(Math.floor(atMs / slotMs));
    const afterMs =
      120 *
      Math.exp(
        0.8 * (chance.uniform(3 * seq) + chance.uniform(3 * seq + 1) + chance.uniform(3 * seq + 2) - 1.5),
      );
    due[Math.min(slot + 1 + Math.ceil(afterMs / slotMs), slot + slots - 1) % slots].push(seq);
  }
  settleUpTo(slot + slots);
  apply({ kind: 'ended', atMs: slot * slotMs });
  const { user, system } = process.cpuUsage(before);
  const generator = { loopDelayP99Ms: 1, cpuRatio: 0.5, receiverP99Ms: 1 };
  const end = {
    startedAt: new Date(0),
    endedAt: new Date(slot * slotMs),
    interruptedBy: null,
    earlyEnd: null,
    resumed: false,
    troubles: [],
    idempotencyViolations: 0,
  };
  const identity = {
    id: 'long',
    profile,
    target: 'http://127.0.0.1:4010',
    webhookUrl: 'http://127.0.0.1:8787',
  };
  const figures = { tracker, latency, selected, silence, pace, spend, generator };
  return {
    result: assembleResult(identity, figures, end),
    details: assembleDetails(profile, { tracker, latency, course }),
    cpuUsPerOrder: Number(((user + system) / orders).toFixed(2)),
  };
}

/** From asking for the page to its charts being drawn, five times. */
async function opened(html) {
  const folder = mkdtempSync(join(tmpdir(), 'foxload-page-'));
  const file = flags.keep ?? join(folder, 'report.html');
  writeFileSync(file, html);
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args,
  });
  const times = [];
  for (let round = 0; round < 5; round += 1) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const start = performance.now();
    await page.goto(pathToFileURL(file).href);
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))');
    times.push(Math.round(performance.now() - start));
    await page.close();
  }
  await browser.close();
  rmSync(folder, { recursive: true });
  return times;
}
