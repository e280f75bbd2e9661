// How much memory and disk a monitor takes after N and after 10 N orders. Its clock is turned by hand, thirty seconds an order, so that
// weeks pass in a minute; journal, state and segments are real files.
//
//   npm run build && node --expose-gc scripts/monitor-memory.mjs [--orders 20000] [--json]
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Monitor } from '../dist/monitor/monitor.js';
import { MonitorFold } from '../dist/monitor/monitor-fold.js';
import { monitoredProfile } from '../dist/monitor/monitored-profile.js';
import { withRetired } from '../dist/monitor/retired-entry.js';
import { SegmentedJournal } from '../dist/monitor/segmented-journal.js';
import { StateFolder } from '../dist/monitor/state-folder.js';
import { loadProfile } from '../dist/profile/load-profile.js';

const { values: flags } = parseArgs({
  options: { orders: { type: 'string', default: '20000' }, json: { type: 'boolean', default: false } },
});
const orders = Number(flags.orders);
const everyMs = 30_000;
/** So many orders are in flight at once. */
const open = 10;

let nowMs = 0;
const originMs = Date.UTC(2026, 10, 22);
const clock = {
  nowMs: () => nowMs,
  wallMs: (atMs) => originMs + atMs,
  after(_ms, act) {
    const timer = setTimeout(act, 0);
    return () => clearTimeout(timer);
  },
};
const folder = new StateFolder(mkdtempSync(join(tmpdir(), 'foxload-memory-')));
const failed = (error) => {
  throw error;
};
const journal = new SegmentedJournal({ folder, mode: 'process', clock, failed }, 0);
const { profile } = loadProfile('canary');
const priced = withRetired(monitoredProfile(profile), [1499, 420], []);
const facts = {
  id: 'memory',
  startedAt: new Date(),
  apiKey: 'key',
  target: 'http://127.0.0.1:1',
  webhookUrl: '',
};
const fold = new MonitorFold(priced, clock, null, journal);
const monitor = new Monitor(clock, journal, fold, { nextSeq: 0, lastPlannedMs: null }, facts);
await monitor.beginSegment();

function orderId(seq) {
  return `ord_${String(seq).padStart(12, '0')}`;
}

/** One order more, and the webhook of one that has been open for a while; each hundredth never comes. */
function oneOrder(seq) {
  const { take } = monitor;
  nowMs = seq * everyMs;
  fold.limit.reserve(fold.worstCents(seq));
  take({ kind: 'intent', atMs: nowMs, from: seq, to: seq });
  take({ kind: 'planned', atMs: nowMs, seq, sku: fold.mix.skuOf(seq), stage: 0 });
  take({ kind: 'sent', atMs: nowMs + 1, seq });
  take({ kind: 'accepted', atMs: nowMs + 5, seq, orderId: orderId(seq), state: 'pending', status: 201 });
  const due = seq - open;
  if (due >= 0 && due % 100 !== 0) {
    const news = { state: 'delivered', reason: null, unlistedReason: null, codes: 'opened' };
    take({ kind: 'webhook', atMs: nowMs + 6, webhookId: `msg_${due}`, orderId: orderId(due), ...news });
  }
  for (const late of monitor.tracker.overdue(nowMs)) {
    take({ kind: 'expired', atMs: nowMs, seq: late });
    take({ kind: 'polled', atMs: nowMs, seq: late, state: 'delivered', reason: null, last: false });
  }
  fold.passTime();
}

function taken(seq) {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const bytes = readdirSync(folder.path).reduce(
    (sum, file) => sum + statSync(join(folder.path, file)).size,
    0,
  );
  const mib = (value) => Math.round((value / 2 ** 20) * 10) / 10;
  const days = Math.round((seq * everyMs) / 86_400_000);
  return { orders: seq, days, heapMib: mib(heapUsed), buffersMib: mib(arrayBuffers), diskMib: mib(bytes) };
}

const marks = [orders, 3 * orders, 10 * orders];
const readings = [];
for (let seq = 0; seq < 10 * orders; seq += 1) {
  await monitor.lookAfterSegment();
  oneOrder(seq);
  if (marks.includes(seq + 1)) readings.push(taken(seq + 1));
}
monitor.end();
await journal.close();
rmSync(folder.path, { recursive: true });
const [first, , last] = readings;
const growthMib = last.heapMib + last.buffersMib - first.heapMib - first.buffersMib;
const figures = { readings, growthMib: Math.round(growthMib * 10) / 10, segments: journal.segment };
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
process.exitCode = growthMib < 8 ? 0 : 1;
