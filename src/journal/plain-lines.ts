import type { OrderEvent } from '../order-event.js';
import { crc32OfView } from './crc-32.js';
import type { FileBytes } from './file-bytes.js';
import { maxLineBytes } from './journal-line.js';
import { KnownWords } from './known-words.js';
import { LineCursor } from './line-cursor.js';
import { LineKey } from './line-key.js';

type EventOf<K extends OrderEvent['kind']> = Extract<OrderEvent, { kind: K }>;

const kindBytes = '{"kind":"'.length;
const plannedAt = new LineKey('{"kind":"planned","atMs":');
const sentAt = new LineKey('{"kind":"sent","atMs":');
const acceptedAt = new LineKey('{"kind":"accepted","atMs":');
const webhookAt = new LineKey('{"kind":"webhook","atMs":');
const seq = new LineKey(',"seq":');
const sku = new LineKey(',"sku":');
const stage = new LineKey(',"stage":');
const orderId = new LineKey(',"orderId":"');
const state = new LineKey(',"state":"');
const status = new LineKey(',"status":');
const webhookId = new LineKey(',"webhookId":');
const reason = new LineKey(',"reason":');
const unlistedReason = new LineKey(',"unlistedReason":');
const codes = new LineKey(',"codes":');
const checksum = new LineKey(',"crc":"');
/** A line ends with `"}` and a newline. */
const endBytes = 3;

const letterA = 97;
const letterP = 112;
const letterS = 115;
const letterW = 119;

const endOfLine = 0x0a7d22;
const cursor = new LineCursor();
const states = new KnownWords();
const reasons = new KnownWords();
const codeFates = new KnownWords();

/**
 * Reads the line that begins at `start`, where it is an intact one of the four kinds that nearly all lines are, its keys stand
 * as the writer puts them, and all of it is before `end`. Gives where the next line begins and tells `take` the event; gives
 * -1, and tells nothing, for every other line. Nobody has to look for the newline first, and it is three times as fast as
 * `JSON.parse`, which gives the same.
 */
export function takePlainLine(
  file: FileBytes,
  start: number,
  end: number,
  take: (event: OrderEvent) => void,
): number {
  cursor.start(file, start, end);
  const event = eventByFirstLetter(file.bytes[start + kindBytes] ?? 0);
  if (event === null || cursor.lost) return -1;
  const bodyEnd = cursor.at;
  cursor.skip(checksum);
  const told = cursor.hexadecimal();
  const next = cursor.at + endBytes;
  if (cursor.lost || next > end || next - start > maxLineBytes) return -1;
  // The last digit and the three bytes behind it are one word.
  if (file.view.getInt32(cursor.at - 1, true) >>> 8 !== endOfLine) return -1;
  if (crc32OfView(file.view, start, bodyEnd) !== told) return -1;
  take(event);
  return next;
}

function eventByFirstLetter(letter: number): OrderEvent | null {
  switch (letter) {
    case letterP:
      return planned();
    case letterS:
      return sent();
    case letterA:
      return accepted();
    case letterW:
      return webhook();
    default:
      return null;
  }
}

function planned(): EventOf<'planned'> {
  return {
    kind: 'planned',
    atMs: cursor.number(plannedAt),
    seq: cursor.number(seq),
    sku: cursor.number(sku),
    stage: cursor.number(stage),
  };
}

function sent(): EventOf<'sent'> {
  return { kind: 'sent', atMs: cursor.number(sentAt), seq: cursor.number(seq) };
}

// The words below are of the closed lists: the checksum was right, so they are the ones that were written.

function accepted(): EventOf<'accepted'> {
  return {
    kind: 'accepted',
    atMs: cursor.number(acceptedAt),
    seq: cursor.number(seq),
    orderId: cursor.text(orderId),
    state: cursor.word(state, states) as EventOf<'accepted'>['state'],
    status: cursor.number(status),
  };
}

function webhook(): EventOf<'webhook'> {
  return {
    kind: 'webhook',
    atMs: cursor.number(webhookAt),
    webhookId: cursor.textOrNull(webhookId),
    orderId: cursor.text(orderId),
    state: cursor.word(state, states) as EventOf<'webhook'>['state'],
    reason: cursor.wordOrNull(reason, reasons) as EventOf<'webhook'>['reason'],
    unlistedReason: cursor.textOrNull(unlistedReason),
    codes: cursor.wordOrNull(codes, codeFates) as EventOf<'webhook'>['codes'],
  };
}
