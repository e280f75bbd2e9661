import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { monotonicClock } from '../../src/clock.js';
import { readJournal } from '../../src/journal/read-journal.js';
import { MonitorFold } from '../../src/monitor/monitor-fold.js';
import { withRetired } from '../../src/monitor/retired-entry.js';
import { type SegmentBegin, SegmentedJournal } from '../../src/monitor/segmented-journal.js';
import { StateFolder } from '../../src/monitor/state-folder.js';
import type { OrderEvent } from '../../src/order-event.js';
import { runJournalHeader } from '../../src/run/run-journal.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { accepted, planned, sent } from '../tracker/order-events.js';
import { monitorProfile } from './monitor-text.js';

const profile = monitorProfile();
const priced = withRetired(profile, [420, 1_500], []);

interface OpenedJournal {
  readonly folder: StateFolder;
  readonly journal: SegmentedJournal;
  readonly failures: string[];
}

function opened(): OpenedJournal {
  const folder = new StateFolder(temporaryFolder());
  const failures: string[] = [];
  const failed = (error: Error) => void failures.push(error.message);
  const journal = new SegmentedJournal({ folder, mode: 'group', clock: monotonicClock, failed }, 0);
  onTestFinished(() => journal.close());
  return { folder, journal, failures };
}

/** What a segment begins with that tells of these events. */
function begin(segment: number, events: readonly OrderEvent[]): SegmentBegin {
  const journal = { append: () => {}, durable: () => Promise.resolve(true) };
  const fold = new MonitorFold(priced, monotonicClock, null, journal);
  fold.measurement.health.stop();
  const place = { monitor: 'm', segment, carriedEvents: events.length, nextSeq: 3, lastPlannedMs: 0 };
  return {
    state: { ...place, ...fold.settled(), day: fold.limit.today, retired: [] },
    header: runJournalHeader('m', new Date(), profile, 'key', 'http://a', 'http://b', [420], monotonicClock),
    events,
    profileText: profile.source,
  };
}

function eventsOf(file: string): OrderEvent[] {
  const events: OrderEvent[] = [];
  readJournal(file, { event: (event) => void events.push(event) });
  return events;
}

test('a segment begins with the orders in flight, and takes the place of the one before', async () => {
  const { folder, journal } = opened();
  await journal.begin(1, () => begin(1, []));
  for (const event of [planned(0), sent(0), accepted(0)]) journal.append(event);
  expect(await journal.durable()).toBe(true);
  await journal.begin(2, () => begin(2, [planned(0), sent(0), accepted(0)]));
  journal.append(planned(1));
  expect(await journal.durable()).toBe(true);
  expect(readdirSync(folder.path).sort()).toEqual([
    'orders-000002.ndjson',
    'profile-000002.yaml',
    'state.json',
  ]);
  expect(folder.read()).toMatchObject({ segment: 2, carriedEvents: 3 });
  expect(eventsOf(folder.journalOf(2))).toEqual([planned(0), sent(0), accepted(0), planned(1)]);
});

test('what is taken while a segment takes the place of another is safe only once that one counts', async () => {
  const { folder, journal } = opened();
  await journal.begin(1, () => begin(1, []));
  let counted: Promise<number | undefined> = Promise.resolve(0);
  await journal.begin(2, () => {
    queueMicrotask(() => {
      journal.append(planned(0));
      counted = journal.durable().then((isSafe) => (isSafe ? folder.read()?.segment : 0));
    });
    return begin(2, []);
  });
  expect(await counted).toBe(2);
  expect(eventsOf(folder.journalOf(2))).toEqual([planned(0)]);
});

test('a segment that was begun and never counted is begun again', async () => {
  const { folder, journal } = opened();
  await journal.begin(1, () => begin(1, []));
  writeFileSync(folder.journalOf(2), 'the rest of a process that was killed');
  await journal.begin(2, () => begin(2, [planned(2)]));
  expect(eventsOf(folder.journalOf(2))).toEqual([planned(2)]);
});

test('nothing is safe any more when the state can not be written, and the one before still counts', async () => {
  const { folder, journal, failures } = opened();
  await journal.begin(1, () => begin(1, [planned(0)]));
  // Nothing can be written where a folder is.
  mkdirSync(join(folder.path, 'state.json.new'));
  await journal.begin(2, () => begin(2, [planned(0)]));
  journal.append(planned(1));
  expect(await journal.durable()).toBe(false);
  expect(failures).toEqual([expect.stringContaining('EISDIR')]);
  expect(folder.read()?.segment).toBe(1);
  expect(eventsOf(folder.journalOf(1))).toEqual([planned(0)]);
});

test('before its first segment nothing is safe', async () => {
  const { journal } = opened();
  journal.append(planned(0));
  expect(await journal.durable()).toBe(false);
});
