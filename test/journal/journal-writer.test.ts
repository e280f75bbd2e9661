import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JournalWriter } from '../../src/journal/journal-writer.js';
import type { OrderEvent } from '../../src/order-event.js';
import { Tracker } from '../../src/tracker/tracker.js';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  file = join(folder, 'orders.ndjson');
});
afterEach(() => rmSync(folder, { recursive: true }));

const header = { run: 'run-1', startedAt: '2026-05-18T10:24:00.000Z', profile: 'demo', seed: 7 };

/** One of every kind of event, as one run may give them. */
const everyKind: readonly OrderEvent[] = [
  { kind: 'planned', atMs: 0.123456, seq: 0, sku: 0, stage: 0 },
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
    unlistedReason: 'kosmische Strahlung \u{1f600}\n',
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

function fail(error: Error): never {
  throw error;
}

function fold(events: readonly OrderEvent[]) {
  const tracker = new Tracker(300_000);
  for (const event of events) tracker.apply(event);
  return tracker.counters;
}

describe('the journal', () => {
  it('begins with a header, and has one line for each event in the order they came', async () => {
    const journal = new JournalWriter(file, header, fail);
    for (const event of everyKind) journal.append(event);
    await journal.close();
    const text = readFileSync(file, 'utf8');
    expect(text.endsWith('\n')).toBe(true);
    const lines = text.slice(0, -1).split('\n');
    expect(JSON.parse(lines[0] ?? '')).toEqual({ kind: 'run', ...header });
    expect(lines.slice(1).map((line) => JSON.parse(line) as OrderEvent)).toEqual(everyKind);
  });

  it("gives the run's counters again when it is folded", async () => {
    const journal = new JournalWriter(file, header, fail);
    for (const event of everyKind) journal.append(event);
    await journal.close();
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
    expect(fold(lines.map((line) => JSON.parse(line) as OrderEvent))).toEqual(fold(everyKind));
  });

  it('keeps every line when many come at once', async () => {
    const journal = new JournalWriter(file, header, fail);
    for (let seq = 0; seq < 50_000; seq += 1) journal.append({ kind: 'sent', atMs: seq, seq });
    await journal.close();
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(50_001);
    expect(lines.at(-1)).toBe('{"kind":"sent","atMs":49999,"seq":49999}');
  });

  it('can be read by nobody but its owner', async () => {
    const journal = new JournalWriter(file, header, fail);
    await journal.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('never writes over a file that is there: it says so once, and closes all the same', async () => {
    writeFileSync(file, 'somebody else');
    const errors: Error[] = [];
    let failed = () => {};
    const told = new Promise<void>((resolve) => {
      failed = resolve;
    });
    const journal = new JournalWriter(file, header, (error) => {
      errors.push(error);
      failed();
    });
    await told;
    journal.append({ kind: 'ended', atMs: 1 });
    await journal.close();
    expect(errors).toMatchObject([{ code: 'EEXIST' }]);
    expect(readFileSync(file, 'utf8')).toBe('somebody else');
  });

  it('closes at once after it could not be opened', async () => {
    const errors: Error[] = [];
    const journal = new JournalWriter(join(folder, 'no', 'such', 'folder'), header, (error) =>
      errors.push(error),
    );
    await journal.close();
    expect(errors).toMatchObject([{ code: 'ENOENT' }]);
  });
});
