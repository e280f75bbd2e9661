import { describe, expect, it } from 'vitest';
import type { JournalMode } from '../../src/journal/journal-header.js';
import { encodeLine } from '../../src/journal/journal-line.js';
import {
  awaitedBatchEveryMs,
  batchEveryMs,
  JournalWriter,
  maxWaitingBytes,
} from '../../src/journal/journal-writer.js';
import type { OrderEvent } from '../../src/order-event.js';
import { ManualClock } from './manual-clock.js';
import { SlowFile, settled } from './slow-file.js';
import { header, headerLine, headerLineOf } from './written-journal.js';

function sent(seq: number): OrderEvent {
  return { kind: 'sent', atMs: seq, seq };
}

function begun(mode: JournalMode) {
  const file = new SlowFile();
  const clock = new ManualClock();
  const errors: Error[] = [];
  const journal = new JournalWriter(file, { mode, clock, failed: (error) => errors.push(error) });
  journal.begin(header);
  return { file, clock, errors, journal };
}

/** What a promise has settled to by now; undefined while it has not. */
async function soFar<T>(promise: Promise<T>): Promise<T | undefined> {
  await settled();
  return Promise.race([promise, Promise.resolve(undefined)]);
}

describe('a journal', () => {
  it('begins with its header, whatever was appended before that was known', async () => {
    const file = new SlowFile();
    const journal = new JournalWriter(file, { mode: 'group', clock: new ManualClock(), failed: () => {} });
    journal.append(sent(0));
    await settled();
    expect(file.written).toBe('');
    journal.begin(header);
    await journal.close();
    expect(file.written).toBe(headerLine + encodeLine(sent(0)));
  });

  it('has one line for each record, in the order they came', async () => {
    const { file, clock, journal } = begun('group');
    const events = Array.from({ length: 1000 }, (_, seq) => sent(seq));
    for (const [index, event] of events.entries()) {
      journal.append(event);
      if (index % 100 === 0) await settled();
      clock.turnTo(index);
    }
    expect(await journal.close()).toBe(true);
    expect(file.synced).toBe(headerLine + events.map(encodeLine).join(''));
  });

  it('drops what comes after its end, closes once, and leaves no timer behind', async () => {
    const { file, clock, journal } = begun('group');
    await settled();
    journal.append(sent(0));
    const [first, again] = await Promise.all([journal.close(), journal.close()]);
    journal.append(sent(1));
    await settled();
    expect([first, again, file.closes, clock.waiting]).toEqual([true, true, 1, 0]);
    expect(file.synced).toBe(headerLine + encodeLine(sent(0)));
  });

  it('that never began is closed without a line', async () => {
    const file = new SlowFile();
    const journal = new JournalWriter(file, { mode: 'group', clock: new ManualClock(), failed: () => {} });
    journal.append(sent(0));
    expect(await journal.close()).toBe(true);
    expect([file.written, file.closes]).toEqual(['', 1]);
  });
});

describe('group mode', () => {
  it('syncs ten times a second, however many events come', async () => {
    const { file, clock, journal } = begun('group');
    for (let ms = 0; ms < 10_000; ms += 1) {
      clock.turnTo(ms);
      for (let n = 0; n < 5; n += 1) journal.append(sent(ms));
      if (ms % 5 === 0) await settled();
    }
    expect(file.syncs).toBe(10_000 / batchEveryMs);
    expect(file.writes).toBe(file.syncs);
    await journal.close();
    expect(file.synced.split('\n')).toHaveLength(1 + 50_000 + 1);
  });

  it('neither writes nor syncs while nothing waits', async () => {
    const { file, clock } = begun('group');
    for (let ms = 0; ms < 5_000; ms += 50) {
      clock.turnTo(ms);
      await settled();
    }
    expect([file.writes, file.syncs, clock.waiting]).toEqual([1, 1, 0]);
  });

  it('is durable only after the sync that covered the event', async () => {
    const { file, clock, journal } = begun('group');
    file.holding = true;
    await settled();
    // The header's batch is at its sync: this event is behind it.
    journal.append(sent(0));
    const durable = journal.durable();
    file.release();
    expect(await soFar(durable)).toBeUndefined();
    expect(file.synced).toBe(headerLine);
    clock.turnTo(awaitedBatchEveryMs - 1);
    expect(await soFar(durable)).toBeUndefined();
    expect(file.written).toBe(headerLine);
    clock.turnTo(awaitedBatchEveryMs);
    expect(await soFar(durable)).toBeUndefined();
    expect(file.written).toBe(headerLine + encodeLine(sent(0)));
    file.release();
    expect(await durable).toBe(true);
    expect(file.synced).toBe(headerLine + encodeLine(sent(0)));
  });

  it('has one batch under way at a time, and goes on collecting behind a slow disk', async () => {
    const { file, clock, journal } = begun('group');
    file.holding = true;
    for (let ms = 0; ms <= 2_000; ms += 100) {
      journal.append(sent(ms));
      clock.turnTo(ms);
      await settled();
    }
    expect(file.syncs).toBe(1);
    const durable = journal.durable();
    file.release();
    await settled();
    expect(file.syncs).toBe(2);
    file.release();
    expect(await durable).toBe(true);
    expect(file.synced.split('\n')).toHaveLength(1 + 21 + 1);
  });

  it('begins the next batch at once when somebody begins to wait late in the pause', async () => {
    const { file, clock, journal } = begun('group');
    await settled();
    journal.append(sent(0));
    clock.turnTo(awaitedBatchEveryMs + 5);
    await settled();
    expect(file.written).toBe(headerLine);
    expect(await journal.durable()).toBe(true);
    expect(file.synced).toBe(headerLine + encodeLine(sent(0)));
  });

  it('syncs a hundred times a second at most, however many wait', async () => {
    const { file, clock, journal } = begun('group');
    const waiting: Promise<boolean>[] = [];
    for (let ms = 0; ms < 1_000; ms += 1) {
      clock.turnTo(ms);
      for (let n = 0; n < 3; n += 1) {
        journal.append(sent(ms));
        waiting.push(journal.durable());
      }
      await settled();
    }
    expect(file.syncs).toBe(1_000 / awaitedBatchEveryMs);
    await journal.close();
    expect(await Promise.all(waiting)).toEqual(Array(3_000).fill(true));
  });

  it('is durable at once when nothing waits', async () => {
    const { journal } = begun('group');
    await journal.durable();
    expect(await soFar(journal.durable())).toBe(true);
  });
});

describe('strict mode', () => {
  it('syncs each event as soon as the one before it is safe, without waiting for any clock', async () => {
    const { file, clock, journal } = begun('strict');
    for (let seq = 0; seq < 20; seq += 1) {
      journal.append(sent(seq));
      expect(await journal.durable()).toBe(true);
      expect(file.synced.endsWith(encodeLine(sent(seq)))).toBe(true);
    }
    expect([file.syncs, clock.waiting]).toEqual([20, 0]);
  });

  it('puts what comes during a sync into one batch', async () => {
    const { file, journal } = begun('strict');
    file.holding = true;
    await settled();
    for (let seq = 0; seq < 500; seq += 1) journal.append(sent(seq));
    file.release();
    await settled();
    expect(file.syncs).toBe(2);
    file.release();
    expect(await journal.durable()).toBe(true);
    expect(file.synced.split('\n')).toHaveLength(1 + 500 + 1);
  });
});

describe('process mode', () => {
  it('hands everything to the system within a tenth of a second, and never syncs', async () => {
    const { file, clock, journal } = begun('process');
    await settled();
    journal.append(sent(0));
    await settled();
    expect(file.written).toBe(headerLineOf('process'));
    clock.turnTo(batchEveryMs);
    await settled();
    expect(file.written).toBe(headerLineOf('process') + encodeLine(sent(0)));
    await journal.close();
    expect(file.syncs).toBe(0);
  });

  it('is durable at once: it promises no more', async () => {
    const { journal } = begun('process');
    journal.append(sent(0));
    expect(await soFar(journal.durable())).toBe(true);
  });
});

describe.each<JournalMode>(['process', 'group', 'strict'])('a failure in %s mode', (mode) => {
  const steps = mode === 'process' ? (['write'] as const) : (['write', 'sync'] as const);
  it.each(steps)('of a %s is told once, and nothing is tried again', async (of) => {
    const { file, clock, errors, journal } = begun(mode);
    await journal.durable();
    await settled();
    const before = { synced: file.synced, writes: file.writes };
    const error = new Error('EIO: i/o error');
    file.failure = { of, error };
    journal.append(sent(0));
    const durable = journal.durable();
    clock.turnTo(batchEveryMs);
    await settled();
    file.failure = null;
    for (let seq = 1; seq < 5; seq += 1) {
      journal.append(sent(seq));
      clock.turnTo((seq + 1) * batchEveryMs);
      await settled();
    }
    expect(errors).toEqual([error]);
    expect(await durable).toBe(mode === 'process');
    expect(await journal.durable()).toBe(false);
    expect(await journal.close()).toBe(false);
    expect(file.synced).toBe(before.synced);
    expect([file.writes - before.writes, file.closes]).toEqual([1, 1]);
  });

  it('is also that more waits than the limit allows: a disk that hangs', async () => {
    const { file, errors, journal } = begun(mode);
    file.holding = true;
    if (mode !== 'process') await settled();
    const event: OrderEvent = {
      kind: 'webhook_rejected',
      atMs: 1,
      verdict: 'forged',
      why: 'x'.repeat(2 ** 20),
    };
    const durable: Promise<boolean>[] = [];
    for (let mebibytes = 0; mebibytes < 64; mebibytes += 1) {
      journal.append(event);
      durable.push(journal.durable());
    }
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/bytes wait to be written; the limit is/) },
    ]);
    expect(errors[0]?.message.endsWith(String(maxWaitingBytes))).toBe(true);
    if (mode !== 'process') expect(new Set(await Promise.all(durable))).toEqual(new Set([false]));
    file.release();
    expect(await journal.close()).toBe(false);
  });

  it('of the closing is one, too', async () => {
    const { file, errors, journal } = begun(mode);
    const error = new Error('EIO: i/o error, close');
    file.failure = { of: 'close', error };
    expect(await journal.close()).toBe(false);
    expect(errors).toEqual([error]);
  });
});
