import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JournalError } from '../../src/journal/journal-error.js';
import type { JournalFooter } from '../../src/journal/journal-footer.js';
import { encodeLine, maxLineBytes } from '../../src/journal/journal-line.js';
import { readJournal } from '../../src/journal/read-journal.js';
import type { OrderEvent } from '../../src/order-event.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { anyEvent } from './any-event.js';
import { everyKind, header, headerLine, readAll, writeJournal } from './written-journal.js';

function newFile(): string {
  return join(temporaryFolder(), 'orders.ndjson');
}

function errorOf(run: () => unknown): JournalError {
  try {
    run();
  } catch (error) {
    if (error instanceof JournalError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

const footer: JournalFooter = {
  endedAt: '2026-05-18T10:30:00.000Z',
  interruptedBy: null,
  earlyEnd: null,
  resumed: false,
  troubles: ['the embedded sandbox ended (SIGKILL)'],
  idempotencyViolations: 0,
  generator: { loopDelayP99Ms: 1.5, cpuRatio: 0.25, receiverP99Ms: null },
};

function sent(seq: number): OrderEvent {
  return { kind: 'sent', atMs: seq, seq };
}

describe('reading a journal', () => {
  it('gives its header, every event, and where a writer goes on', () => {
    const file = newFile();
    writeJournal(file, everyKind);
    expect(readAll(file)).toEqual({
      header: { ...header, mode: 'group' },
      footer: null,
      lines: 1 + everyKind.length,
      events: everyKind.length,
      cut: null,
      skipped: [],
      intactBytes: readFileSync(file).length,
      read: everyKind,
    });
  });

  it('gives any event again as it was, of every kind, with any text and any number', () => {
    const file = newFile();
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 20 }), (events) => {
        writeJournal(file, events);
        expect(readAll(file).read).toEqual(events);
      }),
      { seed: 20_260_518, numRuns: 1000 },
    );
  });

  it('gives the last footer, and the events that a resumed run put behind the first', () => {
    const file = newFile();
    const last = { ...footer, troubles: [], generator: null };
    writeJournal(file, [sent(0), { kind: 'closed', ...footer }, sent(1), { kind: 'closed', ...last }]);
    expect(readAll(file)).toMatchObject({ footer: last, lines: 5, events: 2, read: [sent(0), sent(1)] });
  });

  it('gives lines that are cut by the pieces it reads in', () => {
    const file = newFile();
    const events = Array.from(
      { length: 400 },
      (_, seq): OrderEvent => ({
        kind: 'webhook_rejected',
        atMs: seq,
        verdict: 'forged',
        why: 'é'.repeat(seq * 33),
      }),
    );
    writeJournal(file, events);
    expect(readFileSync(file).length).toBeGreaterThan(5 * 1024 * 1024);
    expect(readAll(file).read).toEqual(events);
  });

  it('tells the events up to a changed line and none behind it, among many that are checked together', () => {
    const file = newFile();
    const events = Array.from({ length: 2000 }, (_, seq) => sent(seq));
    writeJournal(file, events);
    const text = readFileSync(file, 'utf8');
    const changed = text.replace('"seq":1234,', '"seq":1243,');
    expect(changed.length).toBe(text.length);
    writeFileSync(file, changed);
    const read: OrderEvent[] = [];
    const error = errorOf(() => readJournal(file, { event: (event) => read.push(event) }));
    expect(error.message).toContain('orders.ndjson:1236');
    expect(read).toEqual(events.slice(0, 1234));
    const { skipped, ...rest } = readAll(file, { skipDamaged: true });
    expect(skipped.map(({ line }) => line)).toEqual([1236]);
    expect(rest.read).toEqual(events.filter((_, seq) => seq !== 1234));
  });

  it('cuts a last line that a crash tore, and tells the place behind the last intact one', () => {
    const file = newFile();
    writeJournal(file, [sent(0), sent(1)]);
    const intactBytes = readFileSync(file).length;
    appendFileSync(file, encodeLine(sent(2)).slice(0, 20));
    const { cut, lines, read, skipped } = readAll(file);
    expect(cut).toEqual({ line: 4, offset: intactBytes, bytes: 20, why: 'ends without a newline' });
    expect({ lines, read, skipped }).toEqual({ lines: 3, read: [sent(0), sent(1)], skipped: [] });
    expect(readAll(file).intactBytes).toBe(intactBytes);
  });

  it('cuts a last line whose newline came through and whose bytes did not', () => {
    const file = newFile();
    writeJournal(file, [sent(0)]);
    const intactBytes = readFileSync(file).length;
    appendFileSync(file, `${'\0'.repeat(30)}\n`);
    expect(readAll(file)).toMatchObject({ cut: { line: 3, bytes: 31 }, intactBytes, read: [sent(0)] });
  });

  it('refuses a damaged line before the last one, with its place and what was found and wanted', () => {
    const file = newFile();
    writeJournal(file, [sent(0), sent(1), sent(2)]);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"seq":1', '"seq":7'));
    const offset = text.indexOf('{"kind":"sent","atMs":1');
    const crc = (seq: number) => encodeLine({ kind: 'sent', atMs: 1, seq }).slice(-11, -3);
    const error = errorOf(() => readAll(file));
    expect(error).toMatchObject({ file, line: 3, offset });
    expect(error.message).toBe(
      `${file}:3: the line has the checksum "${crc(1)}"; wanted "${crc(7)}" (at byte ${offset})`,
    );
  });

  it('leaves damaged lines out on demand, and lists them', () => {
    const file = newFile();
    writeJournal(file, [sent(0), sent(1), sent(2), sent(3)]);
    const text = readFileSync(file, 'utf8').replace('"seq":1', '"seq":7').replace('"seq":3', '"seq":9');
    writeFileSync(file, text);
    const bytes = encodeLine(sent(1)).length;
    const offset = text.indexOf('{"kind":"sent","atMs":1');
    expect(readAll(file, { skipDamaged: true })).toMatchObject({
      read: [sent(0), sent(2)],
      lines: 3,
      skipped: [{ line: 3, offset, bytes }],
      cut: { line: 5, bytes },
      intactBytes: text.length - bytes,
    });
  });

  it('refuses a file with more damage than any journal has, whatever may be skipped', () => {
    const file = newFile();
    writeFileSync(file, headerLine + 'not a line\n'.repeat(10_002));
    const error = errorOf(() => readAll(file, { skipDamaged: true }));
    expect(error.message).toContain('more than 10000 lines are damaged');
  });

  it('goes over a line that is longer than any of ours without holding it in memory', () => {
    const file = newFile();
    const long = 3 * maxLineBytes + 17;
    writeFileSync(file, `${headerLine}${'x'.repeat(long)}\n${encodeLine(sent(1))}`);
    const reading = readAll(file, { skipDamaged: true });
    expect(reading).toMatchObject({ read: [sent(1)], skipped: [{ line: 2, bytes: long + 1 }], cut: null });
    expect(errorOf(() => readAll(file)).message).toContain(
      `has ${long + 1} bytes, which no line of a journal has`,
    );
    writeFileSync(file, headerLine + 'x'.repeat(long));
    expect(readAll(file)).toMatchObject({ cut: { line: 2, bytes: long }, intactBytes: headerLine.length });
  });
});

describe('what is not a journal', () => {
  it.each([
    ['an empty file', '', ':1: the file is empty; wanted a line of the kind "run" (at byte 0)'],
    [
      'a torn header',
      headerLine.slice(0, -1),
      ':1: the header ends without a newline; wanted a line of the kind "run"',
    ],
    [
      'a damaged header',
      headerLine.replace('demo', 'dem0') + encodeLine(sent(0)),
      ':1: the header has the checksum',
    ],
    ['no header', encodeLine(sent(0)), ':1: the line is not a header; wanted a first line of the kind "run"'],
    [
      'a later version',
      encodeLine({ kind: 'run', journal: 2, ...header }),
      ':1: the line has the journal version 2; wanted 1',
    ],
    [
      'no version',
      encodeLine({ kind: 'run', ...header }),
      ':1: the line has the journal version undefined; wanted 1',
    ],
    [
      'a header with a wrong field',
      encodeLine({ kind: 'run', journal: 1, ...header, mode: 'loose' }),
      ':1: the line has mode = "loose"; wanted one of process, group and strict',
    ],
    [
      'an unknown kind',
      headerLine + encodeLine({ kind: 'teleported', atMs: 1 }),
      ':2: the line is of the kind "teleported"; wanted an event or "closed" (at byte ',
    ],
    ['no kind', headerLine + encodeLine({ atMs: 1 }), ':2: the line is of the kind undefined; wanted'],
    [
      'a second header',
      headerLine + headerLine,
      ':2: the line is of the kind "run"; wanted an event or "closed"',
    ],
    [
      'a footer with a wrong field',
      headerLine + encodeLine({ kind: 'closed', ...footer, troubles: 'none' }),
      ':2: the line has troubles = "none"; wanted a list, each of it a text',
    ],
  ])('is refused: %s', (_, text, told) => {
    const file = newFile();
    writeFileSync(file, text);
    expect(errorOf(() => readAll(file, { skipDamaged: true })).message).toContain(`${file}${told}`);
  });

  it('is refused when it can not be read at all', () => {
    const file = newFile();
    expect(errorOf(() => readAll(file)).message).toBe(`${file}: the journal can't be read (ENOENT)`);
    expect(errorOf(() => readAll(temporaryFolder())).message).toContain("the journal can't be read (EISDIR)");
  });

  it("is not mixed up with a defect of the reader's own", () => {
    const file = newFile();
    writeJournal(file, [sent(0)]);
    const defect = new RangeError('a defect');
    expect(() =>
      readJournal(file, {
        event() {
          throw defect;
        },
      }),
    ).toThrow(defect);
  });
});
