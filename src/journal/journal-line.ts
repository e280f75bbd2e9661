import { crc32 } from './crc-32.js';
import { JsonBytes } from './json-bytes.js';

/**
 * A line of the journal is a JSON object whose last key is the checksum of all bytes before it:
 * `{"kind":"sent","atMs":12.345,"seq":1,"crc":"89abcdef"}`. The end has a fixed length, so that a line is checked
 * without being parsed. A CRC-32 finds every change of one to three bits in a line of up to 11 KB, and all but one in
 * four billion of any others (Koopman, "32-bit cyclic redundancy codes for internet applications", 2002).
 */
const beforeChecksum = Buffer.from(',"crc":"');
const afterChecksum = Buffer.from('"}');
const checksumDigits = 8;
const hexDigits = Buffer.from('0123456789abcdef');
/** The value of each lower-case hexadecimal digit; -1 for any other byte. */
const hexValues = new Int8Array(256).fill(-1);
hexDigits.forEach((digit, value) => {
  hexValues[digit] = value;
});
/** Bytes from the comma before the checksum to the end of the line, without the newline. */
export const checksumBytes = beforeChecksum.length + checksumDigits + afterChecksum.length;
/** The end of a line; each writes its own checksum into it. */
const lineEnd = Buffer.from(`${beforeChecksum}${'0'.repeat(checksumDigits)}${afterChecksum}\n`);

/**
 * A line is at most this long, newline included. The longest text in an event explains a message of the API, which has
 * at most 64 KiB, six times as many when each character has to be escaped.
 */
export const maxLineBytes = 1024 * 1024;

/** The record as a line with its newline. `record` has at least one key. */
export function encodeLine(record: object): string {
  const json = new JsonBytes();
  json.text(JSON.stringify(record).slice(0, -1));
  endLine(json, 0);
  return json.from(0).toString();
}

/** Ends the line whose record, less its closing brace, was written from `start` on: the checksum and a newline. */
export function endLine(json: JsonBytes, start: number): void {
  const checksum = crc32(json.area, start, json.length);
  for (let digit = 0; digit < checksumDigits; digit += 1)
    lineEnd[beforeChecksum.length + digit] = hexDigits[(checksum >>> (28 - 4 * digit)) & 15] ?? 0;
  json.literal(lineEnd);
}

/** What is wrong with the line from `start` up to its newline at `end`; null when it is as it was written. */
export function lineDamage(bytes: Buffer, start: number, end: number): string | null {
  const told = toldChecksum(bytes, start, end);
  if (told < 0) return 'has no checksum at its end; wanted ,"crc":"<8 hex digits>"}';
  const right = crc32(bytes, start, end - checksumBytes);
  if (told === right) return null;
  return `has the checksum "${checksumText(told)}"; wanted "${checksumText(right)}"`;
}

/** The record of an intact line, its checksum left out; undefined when its text is not JSON. */
export function decodeLine(bytes: Buffer, start: number, end: number): unknown {
  try {
    return JSON.parse(`${bytes.toString('utf8', start, end - checksumBytes)}}`);
  } catch {
    return undefined;
  }
}

/** The checksum that the line tells; -1 when it does not end as every line does, the digits in lower case. */
function toldChecksum(bytes: Buffer, start: number, end: number): number {
  let at = end - checksumBytes;
  if (at <= start) return -1;
  for (let index = 0; index < beforeChecksum.length; index += 1, at += 1) {
    if (bytes[at] !== beforeChecksum[index]) return -1;
  }
  let told = 0;
  let signs = 0;
  for (const digitsEnd = at + checksumDigits; at < digitsEnd; at += 1) {
    const value = hexValues[bytes[at] ?? 0] ?? -1;
    told = (told << 4) | value;
    signs |= value;
  }
  if (signs < 0 || bytes[at] !== afterChecksum[0] || bytes[at + 1] !== afterChecksum[1]) return -1;
  return told >>> 0;
}

function checksumText(checksum: number): string {
  return checksum.toString(16).padStart(checksumDigits, '0');
}
