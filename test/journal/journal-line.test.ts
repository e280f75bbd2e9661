import { crc32 as crc32OfZlib } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32, crc32OfView } from '../../src/journal/crc-32.js';
import { combinedCrc32 } from '../../src/journal/crc-combine.js';
import { fileBytes } from '../../src/journal/file-bytes.js';
import { decodeLine, encodeLine, lineDamage } from '../../src/journal/journal-line.js';
import { lateEvent } from '../../src/journal/late-event.js';
import { parsedEvent } from '../../src/journal/parsed-event.js';
import { ParsedIds } from '../../src/journal/parsed-ids.js';
import { column, ParsedLines, parsedLinesArea } from '../../src/journal/parsed-lines.js';
import { parsePlainLines } from '../../src/journal/plain-lines.js';
import type { OrderEvent } from '../../src/order-event.js';
import type { FoundIds } from '../../src/tracker/found-ids.js';
import { IdsOfEvent } from '../../src/tracker/ids-of-event.js';
import { anyEvent } from './any-event.js';
import { everyKind } from './written-journal.js';

const runs = { seed: 20_260_518, numRuns: 5000 };

/** The line between two others, as a reader has it. */
function within(line: string): { bytes: Buffer; start: number; end: number } {
  const bytes = Buffer.from(`{"kind":"before"}\n${line}{"kind":"after"}\n`);
  const start = '{"kind":"before"}\n'.length;
  return { bytes, start, end: start + Buffer.byteLength(line) - 1 };
}

/** The event that the fast way gives; null for a line that it leaves. */
function plainEvent(line: string): OrderEvent | null {
  const { bytes, start, end } = within(line);
  const file = fileBytes(bytes.length);
  bytes.copy(file.bytes);
  const lines = new ParsedLines(parsedLinesArea(3));
  const next = parsePlainLines(file, start, bytes.length, lines);
  expect(next).toBe(lines.count === 0 ? start : end + 1);
  if (lines.count === 0) return null;
  expect(lines.get(0, column.start)).toBe(start);
  expect(lines.get(0, column.next)).toBe(next);
  const event = parsedEvent(lines, 0, file);
  const late = lateEvent(lines, 0, file);
  for (const [key, value] of Object.entries(event))
    expect([key, late[key as keyof OrderEvent]]).toEqual([key, value]);
  const ids = new ParsedIds().of(lines, 0, file);
  expect(ids === null ? null : shown(ids)).toEqual(idsOf(event));
  return event;
}

/** The ids that the tracker would find by itself. */
function idsOf(event: OrderEvent): unknown {
  const ids = new IdsOfEvent();
  if (event.kind === 'accepted') return shown(ids.accepted(event));
  return event.kind === 'webhook' ? shown(ids.webhook(event)) : null;
}

/** Ids, with the texts as strings: whole, and put together from their characters. */
function shown({ orderId: { text, hash }, webhookId, noted }: FoundIds): unknown {
  const codes = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return { text: text.toString(), fromCodes: String.fromCharCode(...codes), hash, webhookId, noted };
}

describe('the checksum', () => {
  it('is the one that zlib gives, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(40), fc.nat(40), (bytes, from, less) => {
        const start = Math.min(from, bytes.length);
        const end = Math.max(start, bytes.length - less);
        const right = crc32OfZlib(bytes.subarray(start, end));
        expect(crc32(bytes, start, end)).toBe(right);
        const view = new DataView(bytes.buffer, bytes.byteOffset);
        expect(crc32OfView(view, start, end)).toBe(right);
        const before = crc32OfView(view, 0, start);
        const whole = crc32OfZlib(bytes.subarray(0, end));
        expect(crc32OfView(view, start, end, before)).toBe(whole);
        expect(combinedCrc32(before, right, end - start)).toBe(whole);
      }),
      runs,
    );
  });

  it('is the published one for the digits from 1 to 9', () => {
    expect(crc32(Buffer.from('123456789'), 0, 9)).toBe(0xcbf43926);
  });
});

describe('a line of the journal', () => {
  it('is a JSON object with its checksum as the last key', () => {
    expect(encodeLine({ kind: 'sent', atMs: 12.345, seq: 1 })).toBe(
      '{"kind":"sent","atMs":12.345,"seq":1,"crc":"bacc68ff"}\n',
    );
  });

  it('gives any event again as it was, through JSON as through the fast way', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const line = encodeLine(event);
        const { bytes, start, end } = within(line);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(lineDamage(bytes, start, end)).toBeNull();
        expect(decodeLine(bytes, start, end)).toEqual(event);
        const plain = plainEvent(line);
        if (plain !== null) {
          expect(plain).toEqual(event);
          expect(Object.keys(plain)).toEqual(Object.keys(event));
        }
      }),
      runs,
    );
  });

  it('takes the fast way for what nearly all lines are, and never for what has other keys', () => {
    const isPlain = (event: object): boolean => plainEvent(encodeLine(event)) !== null;
    const webhook: OrderEvent = {
      kind: 'webhook',
      atMs: 6.001,
      webhookId: 'msg_1',
      orderId: 'ord_1',
      state: 'delivered',
      reason: null,
      unlistedReason: null,
      codes: 'opened',
    };
    expect(everyKind.filter(isPlain).map(({ kind }) => kind)).toEqual([
      ...['planned', 'sent', 'planned', 'accepted', 'planned', 'sent', 'planned', 'sent'],
    ]);
    expect([isPlain(webhook), isPlain({ ...webhook, webhookId: null })]).toEqual([true, true]);
    expect(isPlain({ ...webhook, oldSecret: true })).toBe(false);
    expect(isPlain({ ...webhook, codes: 'failed' })).toBe(true);
    expect(isPlain({ ...webhook, codes: 'failed', codeFailure: 'format' })).toBe(false);
    expect(isPlain({ ...webhook, orderId: 'ord_é' })).toBe(false);
    expect(isPlain({ ...webhook, atMs: 1e21 })).toBe(false);
    expect(isPlain({ ...webhook, atMs: -1 })).toBe(false);
    expect(isPlain({ kind: 'sent', seq: 1, atMs: 1 })).toBe(false);
    expect(isPlain({ kind: 'sent', atMs: 1, seq: 999_999_999 })).toBe(true);
    expect(isPlain({ kind: 'sent', atMs: 1, seq: 1_000_000_000 })).toBe(false);
    expect(isPlain({ kind: 'sent', atMs: 1, seq: 1.5 })).toBe(false);
  });

  it.each([
    ['a changed byte', (line: string) => line.replace('12.345', '12.346'), '"bacc68ff"; wanted "'],
    ['a changed checksum', (line: string) => line.replace('bacc', 'bacd'), '"bacd68ff"; wanted "bacc68ff"'],
    ['upper-case digits', (line: string) => line.replace('cc68ff', 'CC68FF'), 'has no checksum at its end'],
    ['a missing end', (line: string) => `${line.slice(0, -4)}\n`, 'has no checksum at its end'],
    ['no text at all', () => '\n', 'has no checksum at its end'],
    ['nothing but a checksum', () => ',"crc":"00000000"}\n', 'has no checksum at its end'],
    ['nothing but zeros, as a power loss leaves', () => `${'\0'.repeat(50)}\n`, 'has no checksum at its end'],
  ])('is known as damaged with %s', (_, damage, told) => {
    const line = damage(encodeLine({ kind: 'sent', atMs: 12.345, seq: 1 }));
    const { bytes, start, end } = within(line);
    expect(plainEvent(line)).toBeNull();
    expect(lineDamage(bytes, start, end)).toContain(told);
  });

  it('takes nothing from a line whose end is not there yet, however much of it is', () => {
    const lines = everyKind.map(encodeLine).filter((line) => plainEvent(line) !== null);
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      for (let end = 0; end < line.length; end += 1) {
        // What stood in the buffer before is still behind it: here the rest of the line itself.
        const file = fileBytes(line.length);
        file.bytes.write(line);
        const parsed = new ParsedLines(parsedLinesArea(1));
        expect(parsePlainLines(file, 0, end, parsed)).toBe(0);
        expect(parsed.count).toBe(0);
      }
    }
  });

  it('that is intact but no JSON gives no record', () => {
    const body = '{"kind":"sent",,';
    const line = `${body},"crc":"${crc32OfZlib(body).toString(16).padStart(8, '0')}"}\n`;
    const { bytes, start, end } = within(line);
    expect(lineDamage(bytes, start, end)).toBeNull();
    expect(decodeLine(bytes, start, end)).toBeUndefined();
  });
});
