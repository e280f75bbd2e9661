import { writeFileSync } from 'node:fs';
import type { JournalHeader, JournalMode } from '../../src/journal/journal-header.js';
import { encodeLine } from '../../src/journal/journal-line.js';
import type { JournalReading } from '../../src/journal/journal-reading.js';
import { type ReadJournalOptions, readJournal } from '../../src/journal/read-journal.js';
import type { OrderEvent } from '../../src/order-event.js';

export const header: Omit<JournalHeader, 'mode'> = {
  run: '20260518-102400-demo-a1b2',
  startedAt: '2026-05-18T10:24:00.000Z',
  profile: 'demo',
  profileSha256: '0123456789abcdef'.repeat(4),
  seed: 7,
  keyId: '89abcdef',
  environment: 'embedded',
  deadlineMs: 300_000,
  wallOriginMs: Date.UTC(2026, 4, 18, 10, 23),
  pricesCents: [2500, 999],
  spendLimitCents: null,
  target: 'http://127.0.0.1:4010',
  webhookUrl: 'http://127.0.0.1:8787/webhooks',
};

export function headerLineOf(mode: JournalMode): string {
  return encodeLine({ kind: 'run', journal: 1, ...header, mode });
}
export const headerLine = headerLineOf('group');

/** One of every kind of event, as one run may give them. */
export const everyKind: readonly OrderEvent[] = [
  { kind: 'intent', atMs: 0, from: 0, to: 99 },
  { kind: 'planned', atMs: 0.123, seq: 0, sku: 0, stage: 0 },
  { kind: 'sent', atMs: 1, seq: 0 },
  { kind: 'planned', atMs: 1, seq: 1, sku: 1, stage: 0 },
  { kind: 'dropped', atMs: 1, seq: 1, reason: 'in_flight' },
  {
    kind: 'attempt_failed',
    atMs: 2,
    seq: 0,
    attempt: 1,
    cause: '5xx',
    status: 503,
    retryInMs: 250,
    explanation: 'the API answered 503',
  },
  { kind: 'accepted', atMs: 3, seq: 0, orderId: 'ord_1', state: 'reserved', status: 201 },
  { kind: 'planned', atMs: 3, seq: 2, sku: 0, stage: 1 },
  { kind: 'sent', atMs: 3, seq: 2 },
  { kind: 'refused', atMs: 4, seq: 2, reason: 'insufficient_funds', status: 402 },
  { kind: 'planned', atMs: 4, seq: 3, sku: 0, stage: 1 },
  { kind: 'sent', atMs: 4, seq: 3 },
  { kind: 'errored', atMs: 5, seq: 3, reason: 'timeout', status: null },
  {
    kind: 'webhook',
    atMs: 6,
    webhookId: 'msg_1',
    orderId: 'ord_1',
    state: 'failed',
    reason: 'other',
    unlistedReason: 'kosmische Strahlung \u{1f600} \u2028\n","crc":"00000000"}',
    codes: null,
  },
  { kind: 'webhook_rejected', atMs: 7, verdict: 'forged', why: 'no signature matches' },
  { kind: 'expired', atMs: 8, seq: 0 },
  { kind: 'polled', atMs: 9, seq: 0, state: null, reason: null, last: true },
  { kind: 'replayed', atMs: 10, seq: 0, variant: 'same_body', result: 'same_order', orderId: 'ord_1' },
  {
    kind: 'violation',
    atMs: 11,
    place: 'answer',
    violation: 'not_json',
    explanation: 'the answer is not JSON',
  },
  { kind: 'ended', atMs: 12 },
];

/** Writes a journal at once, as a writer that had all the time would have left it. */
export function writeJournal(file: string, events: readonly object[]): void {
  writeFileSync(file, headerLine + events.map(encodeLine).join(''));
}

/** The events of a journal, with what else there is to know of it. */
export function readAll(
  file: string,
  options: ReadJournalOptions = {},
): JournalReading & { read: OrderEvent[] } {
  const read: OrderEvent[] = [];
  const reading = readJournal(file, { event: (event) => read.push(event) }, options);
  return { ...reading, read };
}
