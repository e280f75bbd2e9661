import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { threadId } from 'node:worker_threads';
import { timeLimits } from '../../src/gate/time-limits.js';
import { readJournal } from '../../src/journal/read-journal.js';
import { replayJournal } from '../../src/journal/replay-journal.js';
import { RunLatency } from '../../src/latency/run-latency.js';
import type { OrderEvent } from '../../src/order-event.js';
import { latencyListener } from '../../src/run/latency-listener.js';
import { SelectedOrders } from '../../src/run/selected-orders.js';
import { SpendAccount } from '../../src/run/spend-account.js';
import type { OrderStory } from './order-story.js';
import { priceCents } from './scenario.js';
import type { SimulatedRun } from './simulated-run.js';

/** Where the journal does not tell what happened, or something happened before it was safe there. */
export function journalFindings(run: SimulatedRun, stories: readonly OrderStory[]): string[] {
  return [...replayFindings(run), ...safetyFindings(run, stories)];
}

/** Replaying gives the same figures, bit for bit; a journal that failed on the way is a beginning of what happened. */
function replayFindings({ journal, events, scenario, measurement, spend }: SimulatedRun): string[] {
  const { profile } = scenario;
  const latency = new RunLatency(profile.deadlineMs, [], timeLimits(profile.budgets, null));
  const selected = new SelectedOrders(profile);
  const account = new SpendAccount(profile, profile.orders.map(priceCents));
  const replayed: OrderEvent[] = [];
  const file = join(tmpdir(), `simulation-${process.pid}-${threadId}.ndjson`);
  try {
    writeFileSync(file, journal.text);
    const listeners = () => [latencyListener(latency), selected, account];
    const { tracker } = replayJournal(file, { listeners });
    readJournal(file, { event: (event) => replayed.push(event) });
    const wanted: unknown = JSON.parse(JSON.stringify(events.slice(0, replayed.length)));
    if (!isDeepStrictEqual(replayed, wanted)) return ['the journal tells other events'];
    if (journal.failed) return [];
    const pairs: readonly [string, unknown, unknown][] = [
      ['number of events', replayed.length, events.length],
      ['counters', tracker.counters, measurement.tracker.counters],
      ['latencies', latency.figures(), measurement.latency.figures()],
      ['selections', plain(selected), plain(measurement.selected)],
      ['spend', [account.debitedCents, account.refundedCents], [spend.debitedCents, spend.refundedCents]],
    ];
    return pairs.flatMap(([what, again, live]) =>
      isDeepStrictEqual(again, live) ? [] : [`the replay gives other ${what}`],
    );
  } finally {
    rmSync(file);
  }
}

/** What is kept of the selections, as values that can be compared. */
function plain(selected: SelectedOrders): unknown {
  return [...selected.samples()].map(([text, { latency, ...counts }]) => {
    const { count, undelivered, maxMs, meanMs } = latency.delivery;
    return [text, counts, count, undelivered, maxMs, meanMs];
  });
}

/** No order leaves before its intent is safe, and no webhook is acknowledged before it is. */
function safetyFindings(
  { scenario, journal, requests, taken, events }: SimulatedRun,
  stories: readonly OrderStory[],
): string[] {
  if (scenario.profile.journal === 'process') return [];
  const ends = lineEnds(journal.text);
  const intents = events.flatMap((event, at) =>
    event.kind === 'intent' ? [{ ...event, end: ends[at + 1] ?? Number.POSITIVE_INFINITY }] : [],
  );
  const seqOf = new Map(stories.map(({ key, seq }) => [key, seq]));
  const unsafe = requests.flatMap(({ headers, body, safeLength, method }) => {
    if (method !== 'POST') return [];
    const seq = seqOf.get(keyOf(headers['idempotency-key'], body)) ?? -1;
    const isSafe = intents.some(({ from, to, end }) => seq >= from && seq <= to && end <= safeLength);
    return isSafe ? [] : [`order ${seq} left before its intent was safe`];
  });
  const unkept = taken.filter(
    ({ events: upTo, acknowledgedAtLength }) =>
      acknowledgedAtLength !== null && (ends[upTo ?? 0] ?? Number.POSITIVE_INFINITY) > acknowledgedAtLength,
  );
  return [
    ...unsafe,
    ...unkept.map(({ orderId }) => `a webhook of ${orderId} was acknowledged before it was safe`),
  ];
}

/** Both dialects' places for the key. */
export function keyOf(header: string | string[] | undefined, body: Buffer): string {
  if (typeof header === 'string') return header;
  const { idempotency_key: key } = JSON.parse(body.toString()) as { idempotency_key?: string };
  return key ?? '';
}

/** Where each line ends, the header's first. */
function lineEnds(text: string): number[] {
  const ends: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at + 1);
  return ends;
}
