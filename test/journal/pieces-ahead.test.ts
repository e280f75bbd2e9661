import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeLine, maxLineBytes } from '../../src/journal/journal-line.js';
import { readJournal as readAlone } from '../../src/journal/read-journal.js';
import type { OrderEvent } from '../../src/order-event.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { anyEvent } from './any-event.js';
import { everyKind, headerLine } from './written-journal.js';

/** A thread needs a file that Node can run as it is. */
const built = fileURLToPath(new URL('../../dist/journal/read-journal.js', import.meta.url));
let readJournal = readAlone;

beforeAll(async () => {
  expect(existsSync(built), 'built first: npm run build').toBe(true);
  ({ readJournal } = (await import(built)) as { readJournal: typeof readAlone });
});

/** All that reading a file tells: its events and what it gives, or the message that it throws. */
function told(read: typeof readAlone, file: string, threadFromBytes: number, skipDamaged: boolean): unknown {
  const events: OrderEvent[] = [];
  try {
    const reading = read(file, { event: (event) => events.push(event) }, { threadFromBytes, skipDamaged });
    return { reading, events };
  } catch (error) {
    return { message: (error as Error).message, events };
  }
}

function expectSame(content: string | Buffer): void {
  const file = join(temporaryFolder(), 'orders.ndjson');
  writeFileSync(file, content);
  for (const skipDamaged of [false, true])
    expect(told(readJournal, file, 0, skipDamaged)).toEqual(
      told(readAlone, file, Number.POSITIVE_INFINITY, skipDamaged),
    );
}

const manyLines = Array.from({ length: 3000 }, () => everyKind.map(encodeLine).join('')).join('');

describe('a journal that a second thread reads ahead', () => {
  it('gives the same as one that is read alone, over many pieces', () => {
    expectSame(headerLine + manyLines);
  });

  it('gives the same of lines that are too long, and of those around them', () => {
    const tooLong = `${'x'.repeat(3 * maxLineBytes)}\n`;
    const justTooLong = `${'y'.repeat(maxLineBytes)}\n`;
    const longest = `${'z'.repeat(maxLineBytes - 1)}\n`;
    expectSame(headerLine + manyLines + tooLong + manyLines + justTooLong + longest + manyLines);
    expectSame(headerLine + manyLines + tooLong.trimEnd());
  });

  it('gives the same of an empty file, one without a header, and one whose last line is torn', () => {
    expectSame('');
    expectSame(manyLines);
    expectSame((headerLine + manyLines).slice(0, -10));
  });

  it('gives the same of any events with any damage', () => {
    const damage = fc.tuple(fc.nat(), fc.nat(255));
    fc.assert(
      fc.property(
        fc.array(anyEvent, { maxLength: 100 }),
        fc.array(damage, { maxLength: 3 }),
        (events, all) => {
          const bytes = Buffer.from(headerLine + events.map(encodeLine).join(''));
          for (const [at, byte] of all) bytes[at % bytes.length] = byte;
          expectSame(bytes);
        },
      ),
      { seed: 20_261_122, numRuns: 20 },
    );
  });

  it('tells a mistake of whoever takes the events as it is, and can be read again', () => {
    const file = join(temporaryFolder(), 'orders.ndjson');
    writeFileSync(file, headerLine + manyLines);
    const mistake = new TypeError('no such order');
    const failing = {
      event(): void {
        throw mistake;
      },
    };
    expect(() => readJournal(file, failing, { threadFromBytes: 0 })).toThrow(mistake);
    expect(readJournal(file, { event() {} }, { threadFromBytes: 0 }).events).toBe(3000 * everyKind.length);
  });
});

describe('a journal whose second thread does not come', () => {
  it('is read alone', () => {
    // Beside the sources there is no file that a thread could run.
    const file = join(temporaryFolder(), 'orders.ndjson');
    writeFileSync(file, headerLine + manyLines);
    expect(told(readAlone, file, 0, false)).toEqual(told(readAlone, file, Number.POSITIVE_INFINITY, false));
  });
});
