// What it takes to replay the journal of 1,000,000 orders, each time in a process of its own. Build first.
//   node bench/measures/replay.mjs [--short: 200,000 orders, in a fifth of the time]
import { fork } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeLine } from '../../dist/journal/journal-line.js';
import { readJournal } from '../../dist/journal/read-journal.js';
import { replayJournal } from '../../dist/journal/replay-journal.js';
import { RunLatency } from '../../dist/latency/run-latency.js';
import { randomSource } from '../../dist/random.js';
import { latencyListener } from '../../dist/run/latency-listener.js';
import { ledgerOf } from '../../dist/tracker/ledger.js';
import { megabytes, messageOf } from '../child.mjs';

const fullOrders = 1_000_000;
const rounds = 3;
/** For all of them. */
const goalSeconds = 5;
const ordersPerSecond = 1000;
const deadlineMs = 300_000;
/** Orders between an order's planning and its last webhook: 12 s at the rate above. */
const openOrders = 12_000;

const header = {
  kind: 'run',
  journal: 1,
  run: '20260518-102400-measured-0000',
  startedAt: '2026-05-18T10:24:00.000Z',
  profile: 'measured',
  profileSha256: '0'.repeat(64),
  seed: 7,
  keyId: '00000000',
  environment: 'embedded',
  mode: 'group',
  deadlineMs,
  wallOriginMs: Date.UTC(2026, 4, 18, 10, 24),
  pricesCents: [2500, 1000],
  spendLimitCents: null,
  target: 'http://127.0.0.1:4010',
  webhookUrl: 'http://127.0.0.1:8787/webhooks',
};

const draws = randomSource(7, 'measured journal');
const wholeMicroseconds = (ms) => Math.round(ms * 1000) / 1000;
const plannedMs = (seq) =>
  wholeMicroseconds(1500.25 + (seq + draws.uniform(4 * seq)) * (1000 / ordersPerSecond));
const idOf = (prefix, seq) =>
  `${prefix}_${draws
    .uniform(4 * seq + 1)
    .toString(36)
    .slice(2, 12)}${seq.toString(36).padStart(6, '0')}`;

function webhook(seq, state, afterMs) {
  const failed = state === 'failed';
  return {
    kind: 'webhook',
    atMs: wholeMicroseconds(plannedMs(seq) + afterMs),
    webhookId: `${idOf('msg', seq)}${state[0]}`,
    orderId: idOf('ord', seq),
    state,
    reason: failed ? 'supplier_timeout' : null,
    unlistedReason: null,
    codes: failed ? null : 'opened',
  };
}

/** Five lines an order: planned, sent, accepted and two webhooks; beside them intents and the attempts that failed. */
function* recordsAt(seq, orders) {
  if (seq % 100 === 0) yield { kind: 'intent', atMs: plannedMs(seq), from: seq, to: seq + 99 };
  if (seq < orders) {
    const atMs = plannedMs(seq);
    yield { kind: 'planned', atMs, seq, sku: seq % 2, stage: 0 };
    yield { kind: 'sent', atMs: wholeMicroseconds(atMs + 0.3), seq };
    if (draws.uniform(4 * seq + 2) < 0.01) {
      const failure = { cause: '5xx', status: 503, retryInMs: 250, explanation: 'the API answered 503' };
      yield { kind: 'attempt_failed', atMs: wholeMicroseconds(atMs + 9), seq, attempt: 1, ...failure };
    }
    const answer = { orderId: idOf('ord', seq), state: 'pending', status: 201 };
    yield { kind: 'accepted', atMs: wholeMicroseconds(atMs + 12.5), seq, ...answer };
    yield webhook(seq, 'processing', 2000 * draws.uniform(4 * seq + 3));
  }
  const done = seq - openOrders;
  if (done < 0 || done >= orders) return;
  yield webhook(
    done,
    draws.uniform(4 * done + 2) > 0.97 ? 'failed' : 'delivered',
    24_000 * draws.uniform(4 * done + 3),
  );
}

function writeJournal(file, orders) {
  const descriptor = openSync(file, 'wx');
  let lines = [encodeLine(header)];
  for (let seq = 0; seq < orders + openOrders; seq += 1) {
    for (const record of recordsAt(seq, orders)) lines.push(encodeLine(record));
    if (lines.length < 10_000) continue;
    writeSync(descriptor, lines.join(''));
    lines = [];
  }
  lines.push(encodeLine({ kind: 'ended', atMs: plannedMs(orders + 2 * openOrders) }));
  writeSync(descriptor, lines.join(''));
  closeSync(descriptor);
}

const measures = {
  'read only': (file) => readJournal(file, { event() {} }),
  replay: (file) => {
    const listeners = () => [latencyListener(new RunLatency(deadlineMs, []))];
    const replayed = replayJournal(file, { listeners });
    const ledger = ledgerOf(replayed.tracker.counters);
    if (!ledger.balanced || ledger.open !== 0) throw new Error('the replayed ledger does not balance');
    return replayed;
  },
};

/** In a process of its own, so that its memory is only what the replay took. */
function measure(name, file) {
  const idleBytes = process.memoryUsage().rss;
  const cpuBefore = process.cpuUsage();
  const startMs = performance.now();
  const { lines } = measures[name](file);
  const seconds = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuSeconds = (user + system) / 1e6;
  process.send({ lines, seconds, cpuSeconds, idleBytes, peakBytes: process.resourceUsage().maxRSS * 1024 });
}

/** The best round, and how long each of them took. */
async function measured(name, file) {
  const found = [];
  for (let round = 1; round <= rounds; round += 1) {
    const reading = await messageOf(fork(fileURLToPath(import.meta.url), [name, file]));
    process.stderr.write(`replay: ${name}, round ${round} of ${rounds}: ${reading.seconds.toFixed(2)} s\n`);
    found.push(reading);
  }
  found.sort((a, b) => a.seconds - b.seconds);
  return { ...found[0], took: found.map(({ seconds }) => hundredths(seconds)) };
}

function row(what, atMost, { lines, seconds, cpuSeconds, idleBytes, peakBytes, took }) {
  const memory = `peak ${megabytes(peakBytes)} MB, ${megabytes(idleBytes)} MB before`;
  return {
    what,
    unit: 's',
    value: hundredths(seconds),
    beside: { name: 'processor time', value: hundredths(cpuSeconds) },
    ratio: null,
    goal: atMost === null ? null : { atMost },
    note: `best of ${took.join(', ')} s; ${lines.toLocaleString('en')} lines, ${Math.round(lines / seconds / 1000)} thousand a second; ${memory}`,
  };
}

const hundredths = (value) => Math.round(value * 100) / 100;

async function main(orders) {
  const folder = mkdtempSync(join(tmpdir(), 'measured-replay-'));
  const file = join(folder, 'orders.ndjson');
  try {
    process.stderr.write(`replay: the journal of ${orders.toLocaleString('en')} orders is written …\n`);
    writeJournal(file, orders);
    const size = `${orders.toLocaleString('en')} orders, ${megabytes(statSync(file).size)} MB`;
    const rows = [
      row(
        `replay of a journal of ${size}`,
        (goalSeconds * orders) / fullOrders,
        await measured('replay', file),
      ),
      row('of it reading alone: every checksum, every event', null, await measured('read only', file)),
    ];
    process.stdout.write(`${JSON.stringify({ name: 'replay', rows })}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [first, second] = process.argv.slice(2);
if (second !== undefined) measure(first, second);
else await main(first === '--short' ? fullOrders / 5 : fullOrders);
