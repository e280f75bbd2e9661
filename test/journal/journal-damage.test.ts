import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { JournalError } from '../../src/journal/journal-error.js';
import type { OrderEvent } from '../../src/order-event.js';
import { randomSource } from '../../src/random.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { everyKind, headerLine, readAll, writeJournal } from './written-journal.js';

// Some 60,000 readings, three times as fast in a process without the test runner; it runs the built code.
const cutting = fileURLToPath(new URL('./cutting-process.mjs', import.meta.url));

const lines = 1000;
/** Each event is another one, so that it can be found again. Short ones, since the file is read some 60,000 times. */
const events: readonly OrderEvent[] = Array.from({ length: lines - 1 }, (_, seq): OrderEvent => {
  const kind = everyKind[seq % 500];
  return kind === undefined ? { kind: 'sent', atMs: seq + 0.001, seq } : { ...kind, atMs: seq + 0.001 };
});
const texts = events.map((event) => JSON.stringify(event));

function journalFile(): string {
  const file = join(temporaryFolder(), 'orders.ndjson');
  writeJournal(file, events);
  return file;
}

/** What reading gives, or the JournalError it throws; anything else that it throws is a failure of the test. */
function readOrRefused(file: string, skipDamaged: boolean): ReturnType<typeof readAll> | JournalError {
  try {
    return readAll(file, { skipDamaged });
  } catch (error) {
    if (error instanceof JournalError) return error;
    throw error;
  }
}

/** How many of these events are not among the original ones in their order; 0 when nothing wrong was accepted. */
function strangers(read: readonly OrderEvent[]): number {
  let at = 0;
  let count = 0;
  for (const event of read) {
    const found = texts.indexOf(JSON.stringify(event), at);
    if (found < 0) count += 1;
    else at = found + 1;
  }
  return count;
}

describe(`a journal of ${lines} lines`, () => {
  it('that is cut at any byte gives exactly the events of its whole lines', () => {
    const file = journalFile();
    expect(readAll(file).read).toEqual(events);
    const { stdout, stderr } = spawnSync(process.execPath, [cutting, file]);
    expect(stderr.toString()).toBe('');
    expect(JSON.parse(stdout.toString())).toEqual({
      cuts: statSync(file).size - headerLine.length + 1,
      wrong: [],
    });
  });

  it('that is cut within its header is refused', () => {
    const file = journalFile();
    for (let bytes = headerLine.length - 1; bytes >= 0; bytes -= 1) {
      writeFileSync(file, headerLine.slice(0, bytes));
      expect(readOrRefused(file, true)).toBeInstanceOf(JournalError);
    }
  });

  it('never gives a wrong event after any of 10,000 random changes of one to three bits', () => {
    const file = journalFile();
    const good = readFileSync(file);
    const draws = randomSource(20_260_518, 'bit flips');
    const descriptor = openSync(file, 'r+');
    const tally = { cut: 0, refused: 0, skipped: 0, unharmed: 0, strangers: 0 };
    for (let round = 0; round < 10_000; round += 1) {
      const draw = (n: number, below: number) => Math.floor(draws.uniform(round * 8 + n) * below);
      const places = Array.from({ length: 1 + draw(0, 3) }, (_, n) => draw(1 + n, good.length));
      const bad = Buffer.from(good);
      for (const [n, place] of places.entries()) bad[place] = (bad[place] ?? 0) ^ (1 << draw(4 + n, 8));
      writeSync(descriptor, bad, 0, bad.length, 0);
      count(tally, readOrRefused(file, false), readOrRefused(file, true), bad.equals(good));
    }
    closeSync(descriptor);
    const { cut, refused, unharmed } = tally;
    expect(tally.strangers).toBe(0);
    expect(cut + refused + unharmed).toBe(10_000);
    expect(refused).toBeGreaterThan(9_900);
    // All but those in the header, which can't be left out.
    expect(tally.skipped).toBeGreaterThan(9_700);
  });
});

interface Tally {
  cut: number;
  refused: number;
  skipped: number;
  unharmed: number;
  strangers: number;
}

/** Notes what a strict and a lenient reading made of one damaged journal. */
function count(
  tally: Tally,
  strict: ReturnType<typeof readOrRefused>,
  lenient: ReturnType<typeof readOrRefused>,
  isUnharmed: boolean,
): void {
  if (isUnharmed) tally.unharmed += 1;
  else if (strict instanceof JournalError) tally.refused += 1;
  else if (strict.cut !== null) tally.cut += 1;
  if (!(strict instanceof JournalError)) tally.strangers += strangers(strict.read);
  if (lenient instanceof JournalError) return;
  tally.skipped += lenient.skipped.length > 0 ? 1 : 0;
  tally.strangers += strangers(lenient.read);
  // Three changes can spoil three lines, or join six.
  if (lenient.read.length < events.length - 6) tally.strangers += 1;
}
